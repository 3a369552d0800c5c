//! What is new: a page, a file, and saying that it has been seen.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::alerts::model::{Find, FindFilter, FoundTogether, News, SavedSearch, ShortlistMail};
use crate::alerts::{AlertError, commands, queries};
use crate::kernel::{Page, PageRequest, london};
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::catalogue::{found_item, price_in_words};
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{
    self, ActiveFilter, ResultItem, Tone, actions, active_filters, button_link, empty_state, pagination,
    plural, post_form, quiet_button, results, status_tag,
};
use crate::web::urls::{alerts as urls, catalogue};

/// How many offers a page lists.
const ROWS: u32 = 20;

/// Which part of what is new is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindParams {
    search: String,
    page: String,
}

impl FindParams {
    /// What cannot be read asks for everything.
    fn filter(&self) -> FindFilter {
        FindFilter { search: self.search.parse().ok() }
    }
}

/// What the page shows.
struct Shown {
    saved: Vec<SavedSearch>,
    found: Page<FoundTogether>,
    filter: FindFilter,
    mail: ShortlistMail,
}

/// `GET /alerts`
pub(super) async fn list(
    cx: Cx,
    member: Member<ManageNeeds>,
    query: web::Query<FindParams>,
) -> WebResult<HttpResponse> {
    let (now, filter) = (cx.now(), query.filter());
    let page = PageRequest::new(query.page.parse().unwrap_or(1), ROWS);
    let shown = cx
        .read(move |conn| {
            let saved = queries::saved(conn, &member)?;
            let found = queries::finds(conn, &member, filter, page, now)?;
            let mail = queries::shortlist_mail(conn, &member)?;
            Ok::<_, StorageError>(Shown { saved, found, filter, mail })
        })
        .await?;
    Ok(cx.page("Saved searches", view(&cx, &shown)))
}

/// `GET /alerts/finds.csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ManageNeeds>,
    query: web::Query<FindParams>,
) -> WebResult<HttpResponse> {
    let (now, filter) = (cx.now(), query.filter());
    let found =
        cx.read(move |conn| every_page(|page| queries::finds(conn, &member, filter, page, now))).await?;
    let header =
        ["Offer", "Title", "Body", "Region", "Service", "Price", "Why", "Searches", "Found on", "Seen"];
    let rows = found.into_iter().map(|found| {
        let latest = found.finds.first();
        let price = found.offer.price_kind.zip(found.offer.price);
        let price = price.map(|(kind, rate)| price_in_words(kind, rate, &found.offer.unit));
        let names: Vec<&str> = found.finds.iter().map(|find| find.search_name.as_str()).collect();
        vec![
            found.offer.id.to_string(),
            found.offer.title.clone(),
            found.offer.body_name.clone(),
            found.offer.region.clone(),
            found.offer.service_name.clone(),
            price.unwrap_or_else(|| found.offer.takes.label().to_owned()),
            latest.map_or("", |find| find.news.label()).to_owned(),
            names.join("; "),
            latest.map(|find| london::date(find.found_at).to_string()).unwrap_or_default(),
            if found.is_new() { "no" } else { "yes" }.to_owned(),
        ]
    });
    Ok(answer::csv("what-is-new", &header, rows))
}

/// `POST /alerts/seen`
pub(super) async fn seen(
    cx: Cx,
    member: Member<ManageNeeds>,
    form: Form<FindParams>,
) -> WebResult<HttpResponse> {
    let (now, filter) = (cx.now(), form.filter());
    let count: usize = cx.write(move |tx| commands::see(tx, &member, filter, now)).await?;
    let told = match (count, filter.search) {
        (0, _) => "Nothing was marked as new",
        (_, None) => "Nothing is marked as new any more",
        (_, Some(_)) => "Nothing of this search is marked as new any more",
    };
    Ok(cx.done(&urls::finds(filter.search, 1), told))
}

/// What somebody wants of mails about their shortlists.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    mail: String,
}

/// `POST /alerts/shortlist-mail`
pub(super) async fn shortlist_mail(
    cx: Cx,
    member: Member<ManageNeeds>,
    form: Form<Wanted>,
) -> WebResult<HttpResponse> {
    let now = cx.now();
    let wanted = form.mail.parse().unwrap_or(ShortlistMail::Sent);
    cx.write(move |tx| {
        commands::want_shortlist_mail(tx, &member, wanted, now)?;
        Ok::<_, AlertError>(())
    })
    .await?;
    let told = match wanted {
        ShortlistMail::Sent => "You get a mail when an offer on your shortlists changes",
        ShortlistMail::Stopped => "You get no more mails about your shortlists",
    };
    Ok(cx.done(urls::LIST, told))
}

fn view(cx: &Cx, shown: &Shown) -> Markup {
    html! {
        h1 { "Saved searches" }
        @if shown.saved.is_empty() {
            (empty_state(
                "You have not saved a search yet",
                "Search the catalogue for what you need and save the search: you are told when something new fits.",
                Some(button_link("Find a service", catalogue::FIND)),
            ))
        } @else {
            h2 { "What is new" }
            (news(cx, shown))
            h2 { "Your searches" }
            (views::table(&shown.saved))
        }
        h2 { "Your shortlists" }
        (about_shortlists(cx, shown.mail))
    }
}

fn news(cx: &Cx, shown: &Shown) -> Markup {
    let Shown { saved, found, filter, .. } = shown;
    let asked = filter.search.and_then(|id| saved.iter().find(|search| search.id == id));
    let unseen: i64 = match filter.search {
        Some(_) => asked.map_or(0, |search| search.unseen),
        None => saved.iter().map(|search| search.unseen).sum(),
    };
    let chips: Vec<ActiveFilter> = asked
        .map(|search| ActiveFilter {
            label: format!("Found by “{}”", search.name),
            remove_href: urls::LIST.to_owned(),
        })
        .into_iter()
        .collect();
    html! {
        (active_filters(&chips, urls::LIST))
        @if found.total == 0 {
            p.nothing { "Nothing new so far. We look for you." }
        } @else {
            p.meta role="status" {
                (plural(found.total, "offer", "offers")) " found"
                @if unseen == 0 { ", none of them new to you" }
            }
            @if unseen > 0 {
                (post_form(urls::SEEN, &cx.once(), html! {
                    @if let Some(search) = asked { input type="hidden" name="search" value=(search.id); }
                    (actions(quiet_button(if asked.is_some() { "I have seen these" } else { "I have seen all of these" })))
                }))
            }
            (results(&found.items.iter().map(item).collect::<Vec<_>>()))
            (pagination(found.request.number(), found.pages(), |number| urls::finds(filter.search, number)))
            p.download { a href=(urls::finds_csv(filter.search)) download { "Download what was found as CSV" } }
        }
    }
}

fn item(found: &FoundTogether) -> ResultItem {
    let mut item = found_item(&found.offer);
    let Some(latest) = found.finds.first() else { return item };
    if found.is_new() {
        let tone = if latest.news == News::Changed { Tone::Plain } else { Tone::Good };
        item.tags.insert(0, status_tag(tone, latest.news.label()));
    }
    item.figure_notes.push(format!(
        "found by {} on {}",
        names(&found.finds),
        ui::date(london::date(latest.found_at))
    ));
    if let Some(before) = latest.before_version {
        let href = catalogue::offer_version(found.offer.id, before);
        item.deeds = Some(actions(html! { a href=(href) { "See what has changed" } }));
    }
    item
}

/// “Both” and “Payroll”, each once.
fn names(finds: &[Find]) -> String {
    let by_name: BTreeMap<&str, ()> = finds.iter().map(|find| (find.search_name.as_str(), ())).collect();
    by_name.into_keys().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" and ")
}

fn about_shortlists(cx: &Cx, mail: ShortlistMail) -> Markup {
    let (says, wanted, deed) = match mail {
        ShortlistMail::Sent => (
            "You get a mail when an offer that you put on a shortlist changes, pauses, expires or is withdrawn.",
            ShortlistMail::Stopped,
            "Stop these mails",
        ),
        ShortlistMail::Stopped => (
            "You get no mail when an offer on a shortlist changes. The shortlist itself says so.",
            ShortlistMail::Sent,
            "Send me these mails",
        ),
    };
    html! {
        p { (says) }
        (post_form(urls::SHORTLIST_MAIL, &cx.once(), html! {
            input type="hidden" name="mail" value=(wanted.as_str());
            (actions(quiet_button(deed)))
        }))
    }
}
