//! What surrounds every page for whoever is looking.

use actix_web::HttpRequest;

use super::context::Cx;
use super::section::Section;
use super::ui::{DemoBar, Link, NavItem, Shell, SignedIn};
use super::urls;
use crate::kernel::london;

/// The shell of a page for this request.
pub(super) fn of(cx: &Cx) -> Shell {
    let app = cx.app();
    Shell {
        signed_in: signed_in(cx),
        nav: navigation(cx),
        flash: cx.flash().map(str::to_owned),
        demo: app.is_demo().then(|| DemoBar {
            today: london::long_date(app.clock.today()),
            clock_href: urls::DEMO_CLOCK.into(),
            mail_href: urls::DEMO_MAIL.into(),
        }),
        footer: vec![
            Link::new("Accessibility", urls::ACCESSIBILITY),
            Link::new("Privacy", urls::PRIVACY),
            Link::new("Open data", urls::open_data::ABOUT),
            Link::new("API", urls::API_GUIDE),
        ],
        home_href: urls::HOME.into(),
        sign_in_href: urls::SIGN_IN.into(),
        style_href: app.assets.href("style"),
        script_href: app.assets.href("app"),
        icon_href: app.assets.href("icon"),
        meta: None,
    }
}

/// The shell of an error page: as much of it as the request got far enough for.
pub(super) fn of_request(request: &HttpRequest) -> Shell {
    Cx::of(request).map(|cx| of(&cx)).unwrap_or_default()
}

fn signed_in(cx: &Cx) -> Option<SignedIn> {
    let credential = cx.credential();
    Some(SignedIn {
        person_name: credential.name()?.to_owned(),
        acting_body: credential.acting().map(|acting| acting.body_name.clone()),
        bodies_count: credential.bodies(),
        csrf: cx.csrf(),
        account_href: urls::ACCOUNT.into(),
        change_body_href: urls::ACTING_BODY.into(),
        sign_out_href: urls::SIGN_OUT.into(),
    })
}

fn navigation(cx: &Cx) -> Vec<NavItem> {
    let credential = cx.credential();
    let mut items = Vec::new();
    let mut add = |label: &str, href: &str, section: Section| {
        let current = cx.section() == Some(section);
        items.push(NavItem { label: label.into(), href: href.into(), current });
    };
    if credential.is_signed_in() {
        add("Home", urls::HOME, Section::Home);
    }
    add("Find services", urls::catalogue::FIND, Section::Find);
    if credential.acting().is_some() {
        add("Our offers", urls::catalogue::OUR_OFFERS, Section::OurOffers);
        add("Our needs", urls::needs::OUR_NEEDS, Section::OurNeeds);
        add("Negotiations", urls::negotiation::PROPOSALS, Section::Negotiations);
        add("Agreements", urls::agreements::LIST, Section::Agreements);
        add("Returns", urls::service_levels::RETURNS, Section::Returns);
        add("Finance", urls::charges::FINANCE, Section::Finance);
        add("Our body", urls::OUR_BODY, Section::OurBody);
    }
    add("Bodies", urls::bodies::LIST, Section::Bodies);
    if credential.is_operator() {
        add("Operator", urls::OPERATOR, Section::Operator);
    }
    items
}
