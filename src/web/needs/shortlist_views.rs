//! The pages of a shortlist.

use maud::{Markup, html};

use super::shortlist::{Shortlist, TypedNote};
use super::words;
use crate::access::CapabilityKind;
use crate::catalogue::model::OfferView;
use crate::kernel::{FieldErrors, london, unit};
use crate::needs::model::{NeedView, OwnNeed};
use crate::needs::shortlist::{Considered, Decision};
use crate::web::context::Cx;
use crate::web::ui::{
    self, ButtonLook, Choice, Confirm, Link, Need, Radios, SummaryRow, TextArea, Tone, actions, back_link,
    breadcrumbs, button, button_link, empty_state, heading, post_form, quiet_button_link, status_tag,
    summary_list,
};
use crate::web::urls::{self as site, catalogue as offers, needs as urls};

/// The most offers that are compared side by side.
const MOST_COMPARED: usize = 6;

pub(super) fn tone(decision: Decision) -> Tone {
    match decision {
        Decision::Considering => Tone::Plain,
        Decision::Chosen => Tone::Good,
        Decision::NotTaken => Tone::Warn,
    }
}

/// Everything on the shortlist.
pub(super) fn list(cx: &Cx, list: &Shortlist) -> Markup {
    let Shortlist { need, items, .. } = list;
    let compared = items.iter().take(MOST_COMPARED).map(|item| ("offer".to_owned(), item.offer.to_string()));
    let compared: Vec<(String, String)> =
        compared.chain(std::iter::once(("need".to_owned(), need.id.to_string()))).collect();
    html! {
        (breadcrumbs(&[Link::new("Our needs", urls::OUR_NEEDS), Link::new(need.title(), urls::need(need.id))]))
        (heading(need.title(), "Shortlist"))
        @if items.is_empty() {
            (empty_state(
                "Nothing is on this shortlist yet",
                "Find offers that fit and add them. Each is kept as it stands on that day, so that you can show later \
                 what you chose from.",
                Some(button_link("Find a service", &find_href(need))),
            ))
        } @else {
            (actions(html! {
                (button_link("See the justification", &urls::justification(need.id)))
                @if items.len() > 1 {
                    (quiet_button_link("Compare them", &offers::with_query(offers::COMPARE, &compared)))
                }
                (quiet_button_link("Find more", &find_href(need)))
                (quiet_button_link("Download as CSV", &urls::shortlist_csv(need.id)))
            }))
            @for item in items { (considered(cx, list, item)) }
        }
    }
}

/// The catalogue, narrowed to the service that is needed.
fn find_href(need: &NeedView) -> String {
    let service = need.published.as_ref().map(|version| version.content.service_code.clone());
    let service =
        service.or_else(|| need.draft.as_ref().map(|draft| draft.service.clone())).unwrap_or_default();
    offers::with_query(offers::FIND, &[("service".to_owned(), service)])
}

fn considered(cx: &Cx, list: &Shortlist, item: &Considered) -> Markup {
    let may = cx.credential().can(CapabilityKind::ManageNeeds);
    html! {
        section id=(format!("offer-{}", item.offer)) {
            h2 { a href=(offers::offer(item.offer)) { (item.held.content.title) } }
            p { (status_tag(tone(item.noted.decision), item.noted.decision.label())) }
            @if item.has_changed() { (has_changed(item)) }
            (summary_list(&facts(list, item)))
            (said(item))
            @if may {
                (actions(html! {
                    (quiet_button_link("Say what you decided", &urls::shortlisted(list.need.id, item.offer)))
                    a href=(urls::remove_shortlisted(list.need.id, item.offer)) { "Take it off the shortlist" }
                }))
            }
        }
    }
}

fn has_changed(item: &Considered) -> Markup {
    html! {
        (ui::banner(html! {
            p {
                strong { "This offer has changed since." } " What you see here is what it said when it was added. "
                a href=(offers::offer_version(item.offer, item.held.number)) { "See what has changed" }
            }
        }))
    }
}

/// An offer as it stood, in a few lines.
pub(super) fn facts(list: &Shortlist, item: &Considered) -> Vec<SummaryRow> {
    let content = &item.held.content;
    let by = item.added_by.and_then(|person| list.names.get(&person));
    let added = match by {
        Some(name) => format!("{} by {name}", ui::date(london::date(item.added_at))),
        None => ui::date(london::date(item.added_at)),
    };
    vec![
        SummaryRow::new(
            "Provider",
            html! {
                a href=(site::bodies::body(item.body)) { (item.body_name) } ", " (item.region)
            },
        ),
        SummaryRow::text("Service", &content.service_name),
        SummaryRow::text("Quantity a month", unit::counted(content.quantity_per_month, &content.unit)),
        SummaryRow::text("Months", format!("{} to {}", content.first_month, content.last_month)),
        SummaryRow::text("Price", words::price_for(list.content(), content)),
        SummaryRow::text("Added", format!("{added}, version {}", item.held.number)),
    ]
}

/// What was decided.
fn said(item: &Considered) -> Markup {
    html! {
        @if !item.noted.reason.is_empty() { p { strong { "Why: " } (item.noted.reason) } }
        @if !item.noted.note.is_empty() { p { strong { "Note: " } (item.noted.note) } }
    }
}

/// What was decided about one offer, and why?
pub(super) fn decide(
    cx: &Cx,
    list: &Shortlist,
    item: &Considered,
    typed: &TypedNote,
    errors: &FieldErrors,
) -> Markup {
    let choices: Vec<Choice> =
        Decision::ALL.iter().map(|decision| Choice::new(decision.as_str(), decision.label())).collect();
    let decided = Radios {
        name: "decision",
        legend: "What did you decide?",
        choices: &choices,
        value: &typed.decision,
        error: errors.of("decision"),
        ..Radios::default()
    };
    let area = |name, label, hint, value| {
        TextArea {
            name,
            label,
            hint,
            value,
            error: errors.of(name),
            rows: Some(3),
            need: Need::Optional,
            ..TextArea::default()
        }
        .render()
    };
    let why = "It stands in the justification. An offer that you do not take needs a reason";
    let note = "It stays on the shortlist of your body, and out of the justification";
    html! {
        (back_link(&urls::shortlist(list.need.id)))
        (heading(list.need.title(), &item.held.content.title))
        (summary_list(&facts(list, item)))
        (post_form(&urls::shortlisted(list.need.id, item.offer), &cx.once(), html! {
            input type="hidden" name="version" value=(typed.version.unwrap_or(item.version));
            (decided.render())
            (area("reason", "Why?", Some(why), typed.reason.as_str()))
            (area("note", "Note for your colleagues", Some(note), typed.note.as_str()))
            (actions(button("Save")))
        }))
    }
}

pub(super) fn ask_remove(cx: &Cx, need: &NeedView, item: &Considered) -> Markup {
    let question = format!("Take “{}” off the shortlist?", item.held.content.title);
    Confirm {
        question: &question,
        consequences: &["What you noted of it is lost, and it leaves the justification".to_owned()],
        action: &urls::remove_shortlisted(need.id, item.offer),
        keys: &cx.once(),
        deed: "Take it off",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it",
        way_out_href: &urls::shortlist(need.id),
    }
    .render()
}

/// For which need is it considered?
pub(super) fn choose(cx: &Cx, offer: &OfferView, needs: &[OwnNeed], errors: &FieldErrors) -> Markup {
    let service = offer.published.as_ref().map(|version| version.content.service_name.as_str());
    let code = offer.published.as_ref().map(|version| version.content.service_code.clone());
    // The need that is listed for it leads back here: the offer goes on its shortlist.
    let asked =
        [("service".to_owned(), code.unwrap_or_default()), ("offer".to_owned(), offer.id.to_string())];
    let new = offers::with_query(urls::NEW_NEED, &asked);
    // Needs of the same service first.
    let mut sorted: Vec<&OwnNeed> = needs.iter().collect();
    sorted.sort_by_key(|need| Some(need.service_name.as_str()) != service);
    let ids: Vec<String> = sorted.iter().map(|need| need.id.to_string()).collect();
    let choices: Vec<Choice> = sorted
        .iter()
        .zip(&ids)
        .map(|(need, id)| Choice::new(id, words::title(&need.title)).hint(&need.service_name))
        .collect();
    // The one that fits is chosen already; where several do, nobody can tell which is meant.
    let fitting = sorted.iter().zip(&ids).filter(|(need, _)| Some(need.service_name.as_str()) == service);
    let chosen: Vec<&String> = fitting.map(|(_, id)| id).collect();
    let chosen = if let [one] = chosen.as_slice() { one.as_str() } else { "" };
    html! {
        (back_link(&offers::offer(offer.id)))
        (heading(offer.title(), "Add to a shortlist"))
        @if choices.is_empty() {
            (empty_state(
                "You have no open need",
                "A shortlist belongs to a need. Say first what your body needs.",
                Some(button_link("List a need", &new)),
            ))
        } @else {
            (post_form(&offers::shortlist_offer(offer.id), &cx.once(), html! {
                (Radios {
                    name: "need",
                    legend: "For which of your needs do you consider it?",
                    hint: Some("It is kept as it stands today. Only your body sees your shortlists"),
                    choices: &choices,
                    value: chosen,
                    error: errors.of("need"),
                    ..Radios::default()
                }.render())
                (actions(button("Add")))
            }))
            p { "Is it for something else? " a href=(&new) { "List another need" } " first." }
        }
    }
}
