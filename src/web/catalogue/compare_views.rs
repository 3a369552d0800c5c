//! The page of offers side by side.

use maud::{Markup, html};

use super::assumed_views;
use super::compare::Comparison;
use crate::access::CapabilityKind;
use crate::catalogue::OfferState;
use crate::catalogue::model::OfferView;
use crate::kernel::ids::OfferId;
use crate::needs::NeedState;
use crate::web::context::Cx;
use crate::web::negotiation::{TalkAbout, talk_links};
use crate::web::ui::{
    Column, Link, Row, Table, Tone, actions, banner, breadcrumbs, button_link, empty_state, status_tag,
};
use crate::web::urls::{self as site, catalogue as urls};

fn href(comparison: &Comparison, path: &str, without: Option<OfferId>) -> String {
    let kept = comparison.offers.iter().filter(|offer| Some(offer.id) != without);
    let offers = kept.map(|offer| ("compare".to_owned(), offer.id.to_string()));
    let need = comparison.need.iter().map(|need| ("need".to_owned(), need.id.to_string()));
    let pairs = comparison.query.pairs().into_iter().chain(offers).chain(need);
    urls::with_query(path, &pairs.collect::<Vec<_>>())
}

/// Offers side by side.
pub(super) fn view(cx: &Cx, comparison: &Comparison) -> Markup {
    let Comparison { offers, missing, too_many, need, .. } = comparison;
    html! {
        @match need {
            Some(need) => {
                (breadcrumbs(&[
                    Link::new(need.title(), site::needs::need(need.id)),
                    Link::new("Shortlist", site::needs::shortlist(need.id)),
                ]))
            }
            None => { (breadcrumbs(&[Link::new("Find a service", href(comparison, urls::FIND, None))])) }
        }
        h1 { "Compare offers" }
        @if *missing > 0 {
            (banner(html! { p { "An offer that was to be compared does not exist, or is not yours to see." } }))
        }
        @if *too_many > 0 {
            (banner(html! { p { "Six offers fit side by side: the first six are shown." } }))
        }
        @if offers.is_empty() {
            (empty_state(
                "Nothing to compare yet",
                "Tick offers in the catalogue and choose “Compare”.",
                Some(button_link("Find a service", &href(comparison, urls::FIND, None))),
            ))
        } @else { (table(cx, comparison)) }
    }
}

fn table(cx: &Cx, comparison: &Comparison) -> Markup {
    let Comparison { offers, lines, .. } = comparison;
    let may_shortlist = cx.credential().can(CapabilityKind::ManageNeeds);
    let own = cx.credential().acting().map(|acting| acting.body);
    let columns = std::iter::once(Column::text("What they say"))
        .chain(offers.iter().map(|offer| Column::text(offer.title())));
    let mut rows: Vec<Row> = vec![Row::new(
        std::iter::once(html! { "Go on" })
            .chain(offers.iter().map(|offer| html! {
                ul.plain {
                    li { a href=(urls::offer(offer.id)) { "See " span.visually-hidden { (offer.title()) } } }
                    @if may_shortlist && own != Some(offer.body) && offer.state == OfferState::Published {
                        li { a href=(urls::shortlist_offer(offer.id)) {
                            "Add to a shortlist" span.visually-hidden { ": " (offer.title()) }
                        } }
                    }
                    @for link in talk_links(cx, about(comparison, offer)) { li { (link) } }
                    @if offers.len() > 1 {
                        li { a href=(href(comparison, urls::COMPARE, Some(offer.id))) {
                            "Leave out" span.visually-hidden { " " (offer.title()) }
                        } }
                    }
                }
            }))
            .collect::<Vec<_>>(),
    )];
    rows.extend(lines.iter().map(|line| {
        let name = html! { (line.name) @if line.differs { " " (status_tag(Tone::Warn, "Differs")) } };
        Row::new(
            std::iter::once(name)
                .chain(line.values.iter().zip(&line.applies).map(|(value, applies)| {
                    html! {
                        @if !applies { span.meta { "Does not apply" } }
                        @else if value.is_empty() { span.meta { "Not said" } }
                        @else { (value) }
                    }
                }))
                .collect::<Vec<_>>(),
        )
    }));
    let providers: Vec<&OfferView> = offers.iter().collect();
    html! {
        p.meta { "Where offers differ, the line says so. Print this page to take it along." }
        (assumed(comparison))
        (Table::new("Offers side by side")
            .hidden_caption()
            .columns(columns.collect::<Vec<_>>())
            .rows(rows)
            .csv(href(comparison, urls::COMPARE_CSV, None))
            .render())
        (actions(html! {
            a href=(href(comparison, urls::FIND, None)) { "Find more offers" }
            @if let [only] = providers.as_slice() {
                a href=(site::bodies::body(only.body)) { "More about " (only.body_name) }
            }
        }))
    }
}

/// What there is to ask or to propose about one of them, for the need they are compared for.
fn about<'o>(comparison: &Comparison, offer: &'o OfferView) -> TalkAbout<'o> {
    let need = comparison.need.as_ref().filter(|need| need.state == NeedState::Published);
    TalkAbout {
        offer: offer.id,
        owner: offer.body,
        state: offer.state,
        title: offer.title(),
        need: need.map(|need| need.id),
    }
}

/// What distances and costs assume, with a form to change it.
fn assumed(comparison: &Comparison) -> Markup {
    let Comparison { offers, need, query, asked, .. } = comparison;
    let mut kept = query.pairs();
    kept.extend(offers.iter().map(|offer| ("compare".to_owned(), offer.id.to_string())));
    kept.extend(need.iter().map(|need| ("need".to_owned(), need.id.to_string())));
    assumed_views::section(urls::COMPARE, (query, asked), &kept)
}
