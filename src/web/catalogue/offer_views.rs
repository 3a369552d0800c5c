//! The list of one's own offers, the page of an offer, and its versions.

use maud::{Markup, html};

use super::offer_for_you::ForYou;
use super::{audience_words, tier_views, words};
use crate::access::CapabilityKind;
use crate::bulk::model::Kind;
use crate::catalogue::filter::OwnSort;
use crate::catalogue::model::{OfferVersion, OfferView, OwnOffer};
use crate::catalogue::quantity_words;
use crate::catalogue::{OfferEvent, OfferState};
use crate::kernel::{Month, Page, london, unit};
use crate::web::context::Cx;
use crate::web::listings::{self, OwnList, OwnQuery, VersionPage, changes, versions};
use crate::web::ui::{
    self, CapacityMonth, Column, Direction, Link, Row, StackedBars, Table, Tone, Twin, actions, breadcrumbs,
    button_link, heading, post_form, quiet_button, quiet_button_link, status_tag,
};
use crate::web::urls::{self as site, catalogue as urls};

pub(super) const CSV_HEADER: [&str; 10] = [
    "Title",
    "Service",
    "State",
    "Unit",
    "Least a month",
    "Most a month",
    "Free in the best month",
    "First month",
    "Last month",
    "Changed on",
];

pub(super) fn csv_row(offer: &OwnOffer) -> Vec<String> {
    let listed = |text: String| if offer.was_published { text } else { String::new() };
    vec![
        offer.title.clone(),
        offer.service_name.clone(),
        offer.state.label().to_owned(),
        listed(offer.unit.clone()),
        listed(offer.listed.0.plain()),
        listed(offer.listed.1.plain()),
        listed(offer.free_most.plain()),
        listed(offer.first_month.iso()),
        listed(offer.last_month.iso()),
        london::date(offer.updated_at).to_string(),
    ]
}

/// The offers of one's own body.
pub(super) fn list(cx: &Cx, query: &OwnQuery, page: &Page<OwnOffer>) -> Markup {
    let may_list = cx.credential().can(CapabilityKind::ManageOffers);
    OwnList {
        title: "Our offers",
        path: urls::OUR_OFFERS,
        search_label: "Search our offers",
        states: OfferState::ALL.iter().map(|state| (state.as_str(), state.label())).collect(),
        empty: (
            "You have not offered anything yet",
            "List a service you can spare. It stays a draft that only your body sees until you publish it.",
        ),
        begin: may_list.then(|| {
            html! {
                (button_link("List an offer", urls::NEW_OFFER))
                (quiet_button_link("Upload offers", site::bulk::choose(Kind::Offers)))
            }
        }),
        above: None,
    }
    .render(query, page, &table(query, page, london::month(cx.now())))
}

fn table(query: &OwnQuery, page: &Page<OwnOffer>, this_month: Month) -> Markup {
    let by = |sort: OwnSort, direction: Direction, column: Column| {
        query.sortable(urls::OUR_OFFERS, (sort, sort.as_str()), OwnSort::Updated, direction, column)
    };
    Table::new("Our offers")
        .hidden_caption()
        .columns([
            by(OwnSort::Title, Direction::Ascending, Column::text("Title")),
            Column::text("Service"),
            by(OwnSort::State, Direction::Ascending, Column::text("State")),
            Column::text("Months"),
            Column::numeric("Listed a month"),
            by(OwnSort::Free, Direction::Descending, Column::text("Free")),
            by(OwnSort::Updated, Direction::Descending, Column::text("Changed")),
        ])
        .rows(page.items.iter().map(|offer| row(offer, this_month)))
        .empty("None of your offers fits.")
        .csv(urls::with_query(urls::OUR_OFFERS_CSV, &query.pairs()))
        .render()
}

fn row(offer: &OwnOffer, this_month: Month) -> Row {
    let listed = |text: String| html! { @if offer.was_published { (text) } @else { "Not published" } };
    Row::new([
        html! { a href=(urls::offer(offer.id)) { (words::title(&offer.title)) } },
        html! { (offer.service_name) },
        html! {
            (status_tag(words::tone(offer.state), offer.state.label()))
            @if offer.has_changes { " " (status_tag(Tone::Warn, "Changes not published")) }
        },
        listed(format!("{} to {}", offer.first_month.short(), offer.last_month.short())),
        listed(quantity_words::between(offer.listed)),
        listed(words::free(offer.free_from(this_month), &offer.unit)),
        html! { (ui::date_short(london::date(offer.updated_at))) },
    ])
}

/// The page of an offer, for its owner and for everybody else.
pub(super) fn show(
    cx: &Cx,
    offer: &OfferView,
    for_you: &ForYou,
    documents: &Markup,
    answers: &Markup,
    drafted: &Markup,
) -> Markup {
    let is_own = cx.credential().acting().is_some_and(|acting| acting.body == offer.body);
    let above = if is_own {
        Link::new("Our offers", urls::OUR_OFFERS)
    } else {
        Link::new("Find a service", &for_you.find_href)
    };
    let caption = offer.published.as_ref().map_or("Offer", |version| version.content.service_name.as_str());
    let mut crumbs = vec![above];
    if let Some(version) = offer.published.as_ref().filter(|_| !is_own) {
        let service = &version.content;
        crumbs.push(Link::new(&service.service_name, site::browse::service(&service.service_code)));
    }
    html! {
        (breadcrumbs(&crumbs))
        (heading(caption, offer.title()))
        @if is_own { (owner_notes(cx, offer)) } @else { (reader_notes(cx, offer, for_you)) }
        @match &offer.published {
            Some(version) => { (published(offer, version, &html! { (documents) (answers) })) }
            None => { p { "This is a draft. Nobody outside your body can see it." } (drafted) (documents) }
        }
    }
}

fn owner_notes(cx: &Cx, offer: &OfferView) -> Markup {
    let may = cx.credential().can(CapabilityKind::ManageOffers);
    let has_changes = offer.draft.is_some() && offer.published.is_some();
    html! {
        p {
            (status_tag(words::tone(offer.state), offer.state.label()))
            @if has_changes && offer.state != OfferState::Withdrawn {
                " " (status_tag(Tone::Warn, "Changes not published"))
            }
        }
        @if may && offer.state.allows(OfferEvent::Edit) {
            (freshness(offer))
            (actions(html! {
                @if offer.state == OfferState::Expired {
                    (button_link("Confirm that it is still true", &urls::confirm_offer(offer.id)))
                    (quiet_button_link(next_step(offer), &urls::check_offer(offer.id)))
                } @else if offer.state == OfferState::Draft {
                    (button_link(next_step(offer), &urls::go_on_offer(offer.id)))
                } @else {
                    (button_link(next_step(offer), &urls::check_offer(offer.id)))
                }
                @if offer.state == OfferState::Published {
                    (quiet_button_link("Still true", &urls::confirm_offer(offer.id)))
                }
                @if offer.state.allows(OfferEvent::Pause) {
                    (quiet_button_link("Pause", &urls::pause_offer(offer.id)))
                }
                (post_form(&urls::copy_offer(offer.id), &cx.once(), quiet_button("Copy")))
                @if has_changes { a href=(urls::discard_changes(offer.id)) { "Drop the changes" } }
                @if offer.published.is_some() {
                    a href=(urls::withdraw_offer(offer.id)) { "Withdraw" }
                } @else {
                    a href=(urls::delete_offer(offer.id)) { "Delete this draft" }
                }
            }))
        } @else if may {
            (actions(post_form(&urls::copy_offer(offer.id), &cx.once(), quiet_button("List it again as a new offer"))))
        }
    }
}

/// Until when the offer holds and who sees it, for its owner.
fn freshness(offer: &OfferView) -> Markup {
    let published = offer.published.as_ref();
    html! {
        @if let Some(seen) = published.and_then(|version| audience_words::sentence(&version.content.terms.audience)) {
            p.meta { "Seen by your own body; by " (seen) "." }
        }
        @if let (OfferState::Paused, Some(since)) = (offer.state, offer.full_since) {
            (ui::banner(html! {
                p { strong { "Nothing of this offer is left since " (ui::date(london::date(since))) "." } " It left the \
                    catalogue by itself. You are told when some of it is free again; to offer more now, change what it \
                    lists and publish it." }
            }))
        }
        @match (offer.state, offer.fresh_until) {
            (OfferState::Published, Some(until)) => {
                p.meta { "It stays in the catalogue until " (ui::date(until)) ", and longer if you confirm that it is \
                          still true." }
            }
            (OfferState::Expired, Some(until)) => {
                (ui::banner(html! {
                    p { strong { "This offer left the catalogue after " (ui::date(until)) "." } " Nobody had confirmed \
                        that it is still true. One click brings it back." }
                }))
            }
            _ => {}
        }
    }
}

/// What the owner does next.
fn next_step(offer: &OfferView) -> &'static str {
    match (offer.state, &offer.draft) {
        (OfferState::Draft, _) => "Go on with this draft",
        (OfferState::Paused | OfferState::Expired, _) => "Check and publish again",
        (_, Some(_)) => "Check and publish the changes",
        (_, None) => "Change this offer",
    }
}

fn reader_notes(cx: &Cx, offer: &OfferView, for_you: &ForYou) -> Markup {
    let credential = cx.credential();
    html! {
        p.lede { "Offered by " a href=(site::bodies::body(offer.body)) { (offer.body_name) } }
        @if let Some(notes) = &for_you.notes { (notes) }
        @if let Some(at) = offer.confirmed_at {
            p.meta { "Last confirmed by the provider on " (ui::date(london::date(at))) "." }
        }
        @if offer.state != OfferState::Published {
            (ui::banner(html! {
                p { strong { "This offer is not open at the moment." } " You see what it said when it was last \
                    published." }
            }))
        } @else if credential.can(CapabilityKind::Negotiate) || credential.can(CapabilityKind::Enquire) {
            (actions(html! {
                @if credential.can(CapabilityKind::Enquire) {
                    (button_link("Ask about this offer", &site::negotiation::enquire(offer.id)))
                }
                @if credential.can(CapabilityKind::Negotiate) {
                    (quiet_button_link("Propose terms", &site::negotiation::propose(offer.id)))
                }
                @if credential.can(CapabilityKind::ManageNeeds) {
                    (quiet_button_link("Add to a shortlist", &urls::shortlist_offer(offer.id)))
                }
            }))
        } @else if !credential.is_signed_in() {
            (actions(button_link("Sign in to ask about it", &site::sign_in_then(&urls::offer(offer.id)))))
        }
    }
}

fn published(offer: &OfferView, version: &OfferVersion, below: &Markup) -> Markup {
    let content = &version.content;
    html! {
        (said(version))
        (tier_views::tiers(content))
        h2 { "Capacity" }
        (StackedBars {
            title: "Capacity by month".to_owned(),
            unit: if content.whole.is_some() { "bodies".to_owned() } else { unit::plural(&content.unit) },
            months: offer
                .months
                .iter()
                .map(|row| CapacityMonth {
                    month: row.month,
                    listed: row.listed,
                    reserved: row.reserved,
                    committed: row.committed,
                })
                .collect(),
            // A year is read at a glance; ten years would hide what follows.
            twin: if offer.months.len() > 12 { Twin::Folded } else { Twin::Open },
        }.render())
        (below)
        (versions(&offer.versions, version.number, |number| urls::offer_version(offer.id, number)))
    }
}

/// Everything a version says.
fn said(version: &OfferVersion) -> Markup {
    listings::said("What is offered", &version.content.description, words::terms(&version.content))
}

/// One version, and what became of it since.
pub(super) fn version(offer: &OfferView, version: &OfferVersion) -> Markup {
    let changes =
        |latest: &OfferVersion| changes(&words::terms(&version.content), &words::terms(&latest.content));
    VersionPage {
        crumbs: [Link::new("Find a service", urls::FIND), Link::new(offer.title(), urls::offer(offer.id))],
        body_name: &offer.body_name,
        title: &version.content.title,
        number: version.number,
        published_at: version.published_at,
        said: said(version),
        latest: offer.published.as_ref().map(|latest| (latest.number, changes(latest))),
    }
    .render()
}
