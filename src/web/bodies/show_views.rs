//! The page of one body: who it is, under which codes, who came before and after, and what it offers.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::list_views::place;
use super::standing::{standing_tag, state_tag};
use crate::access::queries::Colleague;
use crate::bodies::BodyState;
use crate::bodies::model::{BodyDetail, Standing, SuccessionView};
use crate::catalogue::browse::NamedRegion;
use crate::web::ui::{
    Column, Link, Row, SummaryRow, Table, actions, banner, breadcrumbs, button_link, date, heading,
    quiet_button_link, summary_list,
};
use crate::web::urls;

/// What the page shows.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) body: &'a BodyDetail,
    /// Only for members of the body.
    pub(super) people: Option<&'a [Colleague]>,
    pub(super) offers: Option<Markup>,
    pub(super) needs: Option<Markup>,
    pub(super) record: Option<Markup>,
    pub(super) agreements: Option<Markup>,
    /// Only what whoever looks may know.
    pub(super) network: Option<Markup>,
}

pub(super) fn show(page: &Page<'_>, is_operator: bool) -> Markup {
    let body = page.body;
    html! {
        (breadcrumbs(&[Link::new("Bodies", urls::bodies::LIST)]))
        (heading(body.kind.label(), &body.name))
        p { (state_tag(body.state)) (standing_tag(body.standing)) }
        (succession_notice(body))
        (facts(body))
        (call_to_act(page, is_operator))
        @if let Some(offers) = &page.offers { (offers) }
        @if let Some(needs) = &page.needs { (needs) }
        @if let Some(record) = &page.record { (record) }
        @if let Some(agreements) = &page.agreements { (agreements) }
        @if let Some(network) = &page.network { (network) }
        @if let Some(people) = page.people { (people_section(people)) }
        (identifiers(body))
        (successions("Came before", &body.predecessors))
        (successions("Comes after", &body.successors))
    }
}

/// A body that is over, or not begun, says at the top who to turn to.
fn succession_notice(body: &BodyDetail) -> Markup {
    let (words, others) = match body.standing {
        Standing::Former => ("This body has ended. Its work passed to", &body.successors),
        Standing::Future => ("This body has yet to begin. It takes over from", &body.predecessors),
        Standing::Current => return html! {},
    };
    html! {
        @if !others.is_empty() {
            (banner(html! {
                p { (words) " " @for (place, other) in others.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(urls::bodies::body(other.id)) { (other.name) }
                } "." }
            }))
        }
    }
}

fn facts(body: &BodyDetail) -> Markup {
    let mut rows = vec![
        SummaryRow::text("Kind", sentence(&body.register_kind)),
        SummaryRow::new("Where", whereabouts(body)),
        SummaryRow::new("State", html! { (body.state.label()) ". " (body.state.meaning()) }),
    ];
    if let Some(website) = &body.website {
        let shown = website.split("://").last().unwrap_or_default().trim_end_matches('/');
        let link = html! { a href=(website) rel="external noopener nofollow" { (shown) } };
        rows.push(SummaryRow::new("Website", link));
    }
    if let Some(from) = body.valid_from {
        rows.push(SummaryRow::text("Since", date(from)));
    }
    if let Some(to) = body.valid_to {
        rows.push(SummaryRow::text("Until", date(to)));
    }
    summary_list(&rows)
}

/// The region, and where else something is offered there.
fn whereabouts(body: &BodyDetail) -> Markup {
    let region = NamedRegion { nation: body.nation.clone(), name: body.region.clone() };
    html! {
        (place(&body.region, &body.nation))
        @if !body.region.is_empty() {
            ". " a href=(urls::browse::region(&region.slug())) { "What is offered there" } ", "
            a href=(urls::browse::MAP) { "the map" }
        }
    }
}

/// What the page is about, for whoever is sent a link to it.
pub(super) fn description(body: &BodyDetail) -> String {
    let place = place(&body.region, &body.nation);
    format!("{} ({place}): what it offers other public bodies, and its codes in public registers.", body.name)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What whoever looks can do from here.
fn call_to_act(page: &Page<'_>, is_operator: bool) -> Markup {
    let body = page.body;
    html! {
        @if page.people.is_none() && body.standing != Standing::Former {
            @if body.has_administrator {
                p { "Do you work here? " a href=(urls::bodies::claim(body.id)) { "Ask to join your colleagues" } "." }
            } @else {
                p { "Do you work here? Say so, confirm your work address, and offer or find services for "
                    (body.name) "." }
                (actions(button_link("I work here", &urls::bodies::claim(body.id))))
            }
        }
        @if is_operator {
            (actions(quiet_button_link("Manage this body", &urls::bodies::operator_body(body.id))))
        }
        @if page.people.is_some() && body.state != BodyState::Verified {
            p { "The operator of this site has not confirmed your body yet." }
        }
    }
}

fn people_section(people: &[Colleague]) -> Markup {
    html! {
        h2 { "People" }
        p { "Only you and your colleagues see this part." }
        (Table::new("People at your body")
            .hidden_caption()
            .columns([Column::text("Name"), Column::text("Email address"), Column::text("Roles")])
            .rows(people.iter().map(|person| Row::new([
                html! { (person.name) },
                html! { (person.email) },
                html! { (person.roles.labels()) },
            ])))
            .empty("Nobody has a role at this body.")
            .render())
    }
}

fn identifiers(body: &BodyDetail) -> Markup {
    let day = |day: Option<NaiveDate>| html! { @if let Some(day) = day { (date(day)) } };
    html! {
        h2 { "Codes" }
        (Table::new("Codes in registers")
            .hidden_caption()
            .columns([Column::text("Code"), Column::text("Scheme"), Column::text("From"), Column::text("To")])
            .rows(body.identifiers.iter().map(|identifier| Row::new([
                html! { code { (identifier.code) } },
                html! { (identifier.scheme) },
                day(identifier.valid_from),
                day(identifier.valid_to),
            ])))
            .empty("The registers give no code for this body.")
            .render())
    }
}

fn successions(title: &str, others: &[SuccessionView]) -> Markup {
    html! {
        @if !others.is_empty() {
            h2 { (title) }
            ul {
                @for other in others {
                    li {
                        a href=(urls::bodies::body(other.id)) { (other.name) }
                        @if let Some(day) = other.vesting_date { ", on " (date(day)) }
                    }
                }
            }
        }
    }
}
