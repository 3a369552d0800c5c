//! The pages around an answer to a need: which offer answers it, and who has answered.

use maud::{Markup, html};

use super::views::{next_step, state_tag};
use crate::access::CapabilityKind;
use crate::catalogue::shape::Shape;
use crate::kernel::Page;
use crate::kernel::ids::BodyId;
use crate::needs::{NeedEvent, NeedState};
use crate::negotiation::answered::AnsweredNeed;
use crate::negotiation::model::Proposal;
use crate::negotiation::queries::PossibleAnswer;
use crate::negotiation::state::ProposalState;
use crate::web::context::Cx;
use crate::web::needs::{price_for, said_of_need};
use crate::web::ui::{
    Column, Link, ResultItem, Row, Table, actions, banner, breadcrumbs, button, button_link, disclosure,
    heading, post_form, quiet_button_link, results,
};
use crate::web::urls::{self, catalogue as offers, negotiation as at};

/// With which offer does the body answer?
pub(super) fn choose(cx: &Cx, need: &AnsweredNeed, possible: &[PossibleAnswer]) -> Markup {
    let (fit, unfit): (Vec<_>, Vec<_>) = possible.iter().partition(|answer| answer.flaw.is_none());
    let items =
        |answers: Vec<&PossibleAnswer>| answers.into_iter().map(|answer| item(need, answer)).collect();
    let (fit, unfit): (Vec<ResultItem>, Vec<ResultItem>) = (items(fit), items(unfit));
    html! {
        (breadcrumbs(&[
            Link::new("What others need", urls::needs::FIND),
            Link::new(need.content.title.clone(), urls::needs::need(need.id)),
        ]))
        (heading(&need.content.title, "Answer this need"))
        p { (need.body_name) " needs " (need.content.service_name) ": " (lower(&need.content.amount_in_words())) ", "
            (need.content.first_month) " to " (need.content.last_month) "." }
        @if fit.is_empty() { (nothing(cx, need)) } @else {
            p { "Choose the offer with which you answer. What you propose can differ from it." }
            (results(&fit))
        }
        @if !unfit.is_empty() {
            h2 { "Offers of this service that cannot answer it" }
            (results(&unfit))
        }
        (disclosure("What the need says", said_of_need(&need.content)))
    }
}

/// "The whole service, for 900 members of staff", in the middle of a sentence.
fn lower(text: &str) -> String {
    text.replacen("The whole", "the whole", 1)
}

fn item(need: &AnsweredNeed, answer: &PossibleAnswer) -> ResultItem {
    let (offer, content) = (&answer.offer, &answer.offer.content);
    let deed = button_link("Answer with this offer", &at::answer_need_with(need.id, offer.id));
    ResultItem {
        title: html! { (content.title) },
        href: offers::offer(offer.id),
        from: format!("{} to {}", content.first_month, content.last_month),
        text: html! {
            @if let Some(flaw) = &answer.flaw { (capital(&flaw.to_string())) "." }
            @else { "It asks: " (price_for(Some(&need.content), content)) }
        },
        tags: vec![],
        figure: None,
        figure_notes: vec![],
        tick: None,
        deeds: answer.flaw.is_none().then(|| actions(deed)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What whoever has no offer to answer with does first.
fn nothing(cx: &Cx, need: &AnsweredNeed) -> Markup {
    let content = &need.content;
    let beginning = [("service", content.service_code.as_str()), ("shape", content.shape.as_str())];
    let beginning: Vec<(String, String)> =
        beginning.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let what = match content.shape {
        Shape::WholeService => format!("an offer to run {} as a whole service", content.service_name),
        Shape::Capacity => format!("an offer of {}", content.service_name),
    };
    html! {
        (banner(html! {
            p { strong { "Your body has no published offer that can answer this need." } " A need is answered with " (what) "." }
        }))
        (actions(html! {
            @if cx.credential().can(CapabilityKind::ManageOffers) {
                (button_link("List an offer of this service", &offers::with_query(offers::NEW_OFFER, &beginning)))
            } @else {
                p { "A service owner of your body can list one." }
            }
            (quiet_button_link("Back to the need", &urls::needs::need(need.id)))
        }))
    }
}

/// Who has answered a need, for its owner; for another body, what it has answered itself.
pub(in crate::web) fn answers(
    cx: &Cx,
    viewer: BodyId,
    (state, meet): (NeedState, Option<Markup>),
    page: &Page<Proposal>,
) -> Markup {
    if page.items.is_empty() {
        return html! {};
    }
    let signed = page.items.iter().find(|proposal| proposal.state == ProposalState::Signed);
    let rows = page.items.iter().map(|proposal| {
        Row::new([
            html! { a href=(at::proposal(proposal.id)) { (proposal.reference) } },
            html! { (proposal.title) },
            html! { (proposal.parties.name_of(proposal.parties.other_than(viewer))) },
            html! { (state_tag(proposal.state)) },
            html! { (next_step(proposal, viewer)) },
        ])
    });
    let may_close = cx.credential().can(CapabilityKind::ManageNeeds) && state.allows(NeedEvent::Meet);
    html! {
        @if let (Some(signed), Some(meet), true) = (signed, meet, may_close) {
            (banner(html! {
                p { strong { (signed.reference) ", which answers this need, is signed." } " Is the need met? It stays open until \
                    you say so." }
                (meet)
            }))
        }
        h2 { "Proposals that answer this need" }
        (Table::new("Proposals that answer this need")
            .hidden_caption()
            .columns(["Reference", "Title", "With", "State", "Next"].map(Column::text))
            .folds_when_narrow()
            .rows(rows)
            .render())
    }
}

/// The button that closes a need at once.
pub(in crate::web) fn meet_at_once(cx: &Cx, need: crate::kernel::ids::NeedId, version: i64) -> Markup {
    let fields = html! {
        input type="hidden" name="version" value=(version);
        (button("Yes, mark it as met"))
    };
    post_form(&urls::needs::meet(need), &cx.once(), fields)
}

/// The need that a proposal answers, on the proposal's page.
pub(super) fn of_proposal(cx: &Cx, proposal: &Proposal, need: &AnsweredNeed, viewer: BodyId) -> Markup {
    let is_own = need.body == viewer;
    let may_close = is_own
        && proposal.state == ProposalState::Signed
        && need.state.allows(NeedEvent::Meet)
        && cx.credential().can(CapabilityKind::ManageNeeds);
    html! {
        p {
            "Answers the need “" a href=(urls::needs::need(need.id)) { (need.content.title) } "” of "
            @if is_own { "your body" } @else { (need.body_name) } "."
        }
        @if may_close {
            (banner(html! {
                p { strong { "Both sides have signed. Is your need met?" } " It stays open until you say so." }
                (meet_at_once(cx, need.id, need.version))
            }))
        }
    }
}
