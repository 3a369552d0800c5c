//! What is new: a page, a file, and saying that it has been seen.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::alerts::model::{
    Find, FindFilter, FoundTogether, Listed, News, SavedSearch, SearchKind, ShortlistMail,
};
use crate::alerts::{AlertError, commands, queries};
use crate::kernel::{Page, PageRequest, london};
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::catalogue::{found_item, price_in_words};
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::needs::found_need;
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
        ["Kind", "Id", "Title", "Body", "Region", "Service", "Price", "Why", "Searches", "Found on", "Seen"];
    let rows = found.into_iter().map(|found| {
        let latest = found.finds.first();
        let names: Vec<&str> = found.finds.iter().map(|find| find.search_name.as_str()).collect();
        let (region, service, price) = told_of(&found.listed);
        vec![
            found.listed.kind().one().to_owned(),
            found.listed.id().to_string(),
            found.listed.title().to_owned(),
            found.listed.body_name().to_owned(),
            region,
            service,
            price,
            latest.map_or("", |find| find.news.label()).to_owned(),
            names.join("; "),
            latest.map(|find| london::date(find.found_at).to_string()).unwrap_or_default(),
            if found.is_new() { "no" } else { "yes" }.to_owned(),
        ]
    });
    Ok(answer::csv("what-is-new", &header, rows))
}

/// Where it is, which service, and for how much.
fn told_of(listed: &Listed) -> (String, String, String) {
    match listed {
        Listed::Offer(offer) => {
            let price = offer.price_kind.zip(offer.price);
            let price = price.map(|(kind, rate)| price_in_words(kind, rate, &offer.unit));
            let price = price.unwrap_or_else(|| offer.takes.label().to_owned());
            (offer.region.clone(), offer.service_name.clone(), price)
        }
        Listed::Need(need) => {
            let content = &need.content;
            let price = content.highest_price.map(|price| format!("up to {price}"));
            let price = price.unwrap_or_else(|| content.pays.label().to_owned());
            (need.region.clone(), content.service_name.clone(), price)
        }
    }
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
                "Search the catalogue for what you need, or for what others need, and save the search: you are told when something new fits.",
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
                (counted(shown, asked)) " found"
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

/// "3 offers", "3 needs"; of both together, "3 finds".
fn counted(shown: &Shown, asked: Option<&SavedSearch>) -> String {
    let mut kinds = shown.saved.iter().map(|search| search.kind);
    let first = kinds.next();
    let kind = asked.map(|search| search.kind).or(first.filter(|first| kinds.all(|kind| kind == *first)));
    match kind {
        Some(SearchKind::Offers) => plural(shown.found.total, "offer", "offers"),
        Some(SearchKind::Needs) => plural(shown.found.total, "need", "needs"),
        None => plural(shown.found.total, "find", "finds"),
    }
}

fn item(found: &FoundTogether) -> ResultItem {
    let mut item = match &found.listed {
        Listed::Offer(offer) => found_item(offer),
        Listed::Need(need) => found_need(need),
    };
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
    if let (Some(before), Listed::Offer(offer)) = (latest.before_version, &found.listed) {
        let href = catalogue::offer_version(offer.id, before);
        item.deeds = Some(actions(html! { a href=(href) { "See what has changed" } }));
    }
    item
}

/// “Both” and “Payroll”, each once.
fn names(finds: &[Find]) -> String {
    let by_name: BTreeSet<&str> = finds.iter().map(|find| find.search_name.as_str()).collect();
    by_name.into_iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" and ")
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
