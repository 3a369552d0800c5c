//! Pages of proposals: the list, one proposal with what changed last, and its versions.

use maud::{Markup, html};

use super::exchange::{LegPicture, exchange};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::{FieldErrors, Instant, london};
use crate::negotiation::compare::{self, TermDelta};
use crate::negotiation::describe::span;
use crate::negotiation::model::{Proposal, Version};
use crate::negotiation::state::{ProposalEvent, ProposalState};
use crate::web::ui::{
    Column, Link, Row, Table, TermChange, TextArea, Tone, actions, banner, breadcrumbs, button_link, date,
    diff, heading, lines, quiet_button_link, status_tag,
};
use crate::web::urls::{self, negotiation as at};

/// What the page of a proposal shows, to whom.
pub(super) struct ProposalPage<'a> {
    pub(super) proposal: &'a Proposal,
    /// Latest first, never empty.
    pub(super) versions: &'a [Version],
    pub(super) viewer: BodyId,
    pub(super) can_negotiate: bool,
    pub(super) can_sign: bool,
    /// Whether the viewer's body has signed this version.
    pub(super) has_signed: bool,
    pub(super) agreement: Option<AgreementId>,
    /// The need it answers, if it answers one.
    pub(super) answers: Option<Markup>,
}

/// A state with its colour.
pub(super) fn state_tag(state: ProposalState) -> Markup {
    let tone = match state {
        ProposalState::Draft | ProposalState::Withdrawn => Tone::Plain,
        ProposalState::Sent | ProposalState::Countered => Tone::Warn,
        ProposalState::AgreedInPrinciple | ProposalState::Signed => Tone::Good,
        ProposalState::Declined | ProposalState::Expired => Tone::Bad,
    };
    status_tag(tone, state.label())
}

/// "21 December 2026": the last day on which something can still be done.
pub(super) fn last_day(expires_at: Instant) -> String {
    date(london::date(expires_at.minus(chrono::Duration::seconds(1))))
}

/// What happens next, in the reader's eyes.
pub(super) fn next_step(proposal: &Proposal, viewer: BodyId) -> String {
    let until = |words: &str| match proposal.expires_at {
        Some(at) => format!("{words} by {}", last_day(at)),
        None => words.to_owned(),
    };
    match (proposal.state, proposal.turn_of()) {
        (ProposalState::Draft, _) => "Finish and send it".to_owned(),
        (ProposalState::AgreedInPrinciple, _) => until("Both sides sign"),
        (_, Some(body)) if body == viewer => until("Your body answers"),
        (_, Some(body)) => until(&format!("{} answers", proposal.parties.name_of(body))),
        (_, None) => proposal.closed_reason.clone().unwrap_or_default(),
    }
}

/// One proposal.
pub(super) fn show(page: &ProposalPage<'_>) -> Markup {
    let proposal = page.proposal;
    let Some(latest) = page.versions.first() else { return Markup::default() };
    let other = proposal.parties.name_of(proposal.parties.other_than(page.viewer));
    html! {
        (breadcrumbs(&[Link::new("Proposals", at::PROPOSALS)]))
        (heading(&format!("{} with {other}", proposal.reference), &proposal.title))
        p { (state_tag(proposal.state)) " " (next_step(proposal, page.viewer)) }
        @if let Some(need) = &page.answers { (need) }
        (where_it_stands(page))
        (deeds(page))
        p { (span(latest.terms.first_month, latest.terms.last_month)) }
        (exchange(&pictures(latest), page.viewer))
        @if !latest.message.is_empty() {
            h2 { "Message from " (latest.author) ", " (latest.parties.name_of(latest.by)) }
            div.panel { @for line in latest.message.lines() { p { (line) } } }
        }
        h2 { "Terms" }
        (terms(latest, page.versions.get(1)))
        (history(page))
    }
}

fn where_it_stands(page: &ProposalPage<'_>) -> Markup {
    html! {
        @if let Some(id) = page.agreement {
            (banner(html! { p { "Both sides have signed. " a href=(urls::agreements::agreement(id)) { "See the agreement" } } }))
        }
        @if page.proposal.state == ProposalState::AgreedInPrinciple {
            (banner(html! {
                @if page.has_signed {
                    @let parties = &page.proposal.parties;
                    p { "Your body has signed. " (parties.name_of(parties.other_than(page.viewer))) " has not signed yet." }
                }
                p { "The capacity is held back until both sides have signed or the proposal lapses." }
            }))
        }
    }
}

/// What can be done, to those who may do it.
fn deeds(page: &ProposalPage<'_>) -> Markup {
    let proposal = page.proposal;
    let Some(side) = proposal.parties.side_of(page.viewer) else { return Markup::default() };
    let allows = |event| page.can_negotiate && proposal.state.allows(event, side);
    let id = proposal.id;
    let is_draft = proposal.state == ProposalState::Draft;
    let agreed = proposal.state == ProposalState::AgreedInPrinciple;
    let withdraw = if is_draft { "Throw the draft away" } else { "Withdraw" };
    let content = html! {
        @if agreed {
            @if page.has_signed { (quiet_button_link("Read the text you signed", &urls::agreements::sign(id))) }
            @else if page.can_sign { (button_link("Read and sign", &urls::agreements::sign(id))) }
            @else { (button_link("Read the text to sign", &urls::agreements::sign(id))) }
        }
        @if allows(ProposalEvent::Send) { (button_link("Finish the draft", &at::edit(id))) }
        @if allows(ProposalEvent::Agree) { (button_link("Agree in principle", &at::agree(id))) }
        @if allows(ProposalEvent::Counter) { (quiet_button_link("Counter with other terms", &at::counter(id))) }
        @if allows(ProposalEvent::Decline) { (quiet_button_link("Decline", &at::decline(id))) }
        @if allows(ProposalEvent::Withdraw) { (quiet_button_link(withdraw, &at::withdraw(id))) }
    };
    actions(content)
}

/// The terms, with what changed since the version before.
fn terms(version: &Version, before: Option<&Version>) -> Markup {
    match before {
        Some(before) => {
            let title = format!("Version {} compared with version {}", version.number, before.number);
            diff(&title, &changes(&compare::versions(before, version)))
        }
        None => plain_terms(version),
    }
}

fn plain_terms(version: &Version) -> Markup {
    let deltas = compare::first(version);
    let said: Vec<(&TermDelta, &str)> = deltas
        .iter()
        .filter_map(|delta| Some((delta, delta.now.as_deref().filter(|value| !value.is_empty())?)))
        .collect();
    let rows = said.chunk_by(|one, next| one.0.part == next.0.part).flat_map(|part| {
        let heading = part.first().filter(|(delta, _)| !delta.part.is_empty());
        let rows = part.iter().map(|(delta, value)| Row::new([html! { (delta.label) }, lines(value)]));
        heading.map(|(delta, _)| Row::part(&delta.part)).into_iter().chain(rows)
    });
    Table::new("Terms")
        .hidden_caption()
        .columns([Column::text("Term"), Column::text("Value")])
        .rows(rows)
        .render()
}

fn changes(deltas: &[TermDelta]) -> Vec<TermChange> {
    deltas
        .iter()
        .filter_map(|delta| {
            let change = TermChange::between(&*delta.label, delta.was.as_deref(), delta.now.as_deref())?;
            Some(change.of_part(&delta.part))
        })
        .collect()
}

fn history(page: &ProposalPage<'_>) -> Markup {
    if page.proposal.number == 0 {
        return Markup::default();
    }
    let rows = page.versions.iter().map(|version| {
        Row::new([
            html! { a href=(at::version(page.proposal.id, version.number)) { "Version " (version.number) } },
            html! { (version.parties.name_of(version.by)) },
            html! { (version.author) },
            html! { (london::civil_time(version.created_at)) },
        ])
    });
    html! {
        h2 { "Versions" }
        (Table::new("Versions").hidden_caption().columns(["Version", "Sent by", "Person", "When"].map(Column::text)).folds_when_narrow().rows(rows).render())
    }
}

/// One version as it was sent, and what it changed.
pub(super) fn version(
    proposal: &Proposal,
    version: &Version,
    before: Option<&Version>,
    viewer: BodyId,
) -> Markup {
    html! {
        (breadcrumbs(&[Link::new("Proposals", at::PROPOSALS), Link::new(proposal.reference.clone(), at::proposal(proposal.id))]))
        (heading(&proposal.reference, &format!("Version {}", version.number)))
        p { "Sent by " (version.author) ", " (version.parties.name_of(version.by)) ", " (london::civil_time(version.created_at)) "." }
        @if version.number < proposal.number {
            (banner(html! { p { "This version was overtaken. " a href=(at::proposal(proposal.id)) { "See the latest version" } } }))
        }
        (exchange(&pictures(version), viewer))
        @if !version.message.is_empty() { div.panel { @for line in version.message.lines() { p { (line) } } } }
        h2 { "Terms" }
        (plain_terms(version))
        @if before.is_some() { h2 { "What it changed" } (terms(version, before)) }
    }
}

/// The legs of a version as the panels show them.
pub(super) fn pictures(version: &Version) -> Vec<LegPicture<'_>> {
    version
        .terms
        .legs
        .iter()
        .map(|leg| LegPicture {
            provider: leg.provider,
            provider_name: version.parties.name_of(leg.provider),
            consumer_name: version.parties.name_of(leg.consumer),
            service: &leg.service_name,
            unit: &leg.unit,
            quantity: leg.quantity_per_month,
            settlement: leg.settlement,
            worth: leg.monthly_value().ok(),
            kpis: leg.kpis.iter().map(|kpi| (kpi.name.as_str(), kpi.target)).collect(),
        })
        .collect()
}

/// The field of a page that asks why.
pub(super) fn reason_field(value: &str, errors: &FieldErrors) -> Markup {
    TextArea {
        name: "reason",
        label: "Reason",
        hint: Some("The other body sees it"),
        value,
        error: errors.of("reason"),
        most: Some(1_000),
        rows: Some(3),
        ..TextArea::default()
    }
    .render()
}

/// The hidden number of the version that somebody agrees to, with the form's keys.
pub(super) fn number_field(number: i32) -> Markup {
    html! { input type="hidden" name="number" value=(number); }
}
