//! Pages of agreements.

use maud::{Markup, html};

use super::happened::happened;
use super::publication_views;
use crate::agreements::AgreementState;
use crate::agreements::model::{AgreementLine, AgreementView, LegView, SignatureView};
use crate::agreements::publication::Publication;
use crate::agreements::queries::{AgreementFilter, AgreementOrder, SigningView};
use crate::audit::EventView;
use crate::kernel::ids::BodyId;
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::{FieldErrors, Instant, Page, london, unit};
use crate::negotiation::describe::span;
use crate::negotiation::state::ProposalState;
use crate::web::negotiation::exchange::{LegPicture, exchange};
use crate::web::ui::{
    Checkbox, Column, Direction, FileField, FormKeys, Link, Need, Row, Search, SummaryRow, Table, TextArea,
    Tone, actions, banner, breadcrumbs, button, button_link, date, disclosure, empty_state, heading, money,
    pagination, post_form, quiet_button_link, status_tag, summary_list, timeline, upload_form,
};
use crate::web::urls::{self, agreements as at, negotiation};

/// What the page of signing shows, to whom.
pub(super) struct SignPage<'a> {
    pub(super) view: &'a SigningView,
    pub(super) viewer: BodyId,
    pub(super) can_sign: bool,
    pub(super) errors: &'a FieldErrors,
    pub(super) keys: &'a FormKeys,
}

/// The whole text, its hash, who has signed, and the tick and button for who has not.
pub(super) fn sign(page: &SignPage<'_>) -> Markup {
    let SigningView { proposal, version, text, signatures, agreement } = page.view;
    let signed = signatures.iter().any(|signature| signature.body == page.viewer);
    let may_sign = page.can_sign && !signed && proposal.state == ProposalState::AgreedInPrinciple;
    html! {
        (breadcrumbs(&[
            Link::new("Proposals", negotiation::PROPOSALS),
            Link::new(proposal.reference.clone(), negotiation::proposal(proposal.id)),
        ]))
        (heading(&format!("{}, version {}", proposal.reference, version.number), &proposal.title))
        @if let Some(id) = agreement {
            (banner(html! { p { "Both sides have signed. " a href=(at::agreement(*id)) { "See the agreement" } } }))
        } @else if proposal.state != ProposalState::AgreedInPrinciple {
            (banner(html! { p { "This version is " (proposal.state.label().to_lowercase()) " and cannot be signed. The text is as it would be signed." } }))
        }
        h2 { "The text" }
        div.panel { pre.document { (text.text) } }
        (summary_list(&[SummaryRow::new("SHA-256", html! { code.hash { (text.sha256) } })]))
        p { a href=(at::text_to_sign(proposal.id)) { "Download the text" } }
        h2 { "Signatures" }
        (signature_table(&proposal.parties.both().map(|body| (body, proposal.parties.name_of(body).to_owned())), signatures))
        @if may_sign { (sign_form(page)) }
        @else if proposal.state == ProposalState::AgreedInPrinciple && !signed {
            p { "Only a signatory of your body can sign." }
        }
    }
}

fn sign_form(page: &SignPage<'_>) -> Markup {
    let view = page.view;
    let label = format!("I have read version {} and sign it for my body", view.version.number);
    let read = Checkbox { name: "read", label: &label, error: page.errors.of("read"), ..Checkbox::default() };
    let content = html! {
        input type="hidden" name="number" value=(view.version.number);
        input type="hidden" name="sha256" value=(view.text.sha256);
        (read.render())
        (actions(html! { (button("Sign")) a href=(negotiation::proposal(view.proposal.id)) { "Not now" } }))
    };
    post_form(&at::sign(view.proposal.id), page.keys, content)
}

fn signature_table(parties: &[(BodyId, String)], signatures: &[SignatureView]) -> Markup {
    let rows = parties.iter().map(|(body, name)| {
        match signatures.iter().find(|signature| signature.body == *body) {
            Some(signature) => Row::new([
                html! { (name) },
                html! { (signature.signatory) },
                html! { (london::civil_time(signature.signed_at)) },
            ]),
            None => {
                Row::new([html! { (name) }, html! { (status_tag(Tone::Warn, "Not signed yet")) }, html! {}])
            }
        }
    });
    Table::new("Signatures")
        .hidden_caption()
        .columns(["Body", "Signatory", "When"].map(Column::text))
        .folds_when_narrow()
        .rows(rows)
        .render()
}

/// A state with its colour.
pub(super) fn state_tag(state: AgreementState) -> Markup {
    let tone = match state {
        AgreementState::PendingStart => Tone::Warn,
        AgreementState::Active => Tone::Good,
        AgreementState::Ended => Tone::Plain,
    };
    status_tag(tone, state.label())
}

/// What the page of an agreement shows, to whom.
pub(super) struct AgreementPage<'a> {
    pub(super) agreement: &'a AgreementView,
    pub(super) signatures: &'a [SignatureView],
    pub(super) events: &'a [EventView],
    pub(super) publication: Publication,
    pub(super) viewer: BodyId,
}

/// One agreement.
pub(super) fn show(page: &AgreementPage<'_>) -> Markup {
    let agreement = page.agreement;
    let pictures: Vec<LegPicture<'_>> = agreement.legs.iter().map(picture).collect();
    html! {
        (breadcrumbs(&[Link::new("Agreements", at::LIST)]))
        (heading(&format!("{} with {}", agreement.reference, agreement.partners_of(page.viewer)), &agreement.title))
        p { (state_tag(agreement.state)) " " (span(agreement.first_month, agreement.last_month)) }
        (exchange(&pictures, page.viewer))
        (actions(html! {
            (quiet_button_link("Download the signed text", &at::text(agreement.id)))
            (quiet_button_link("Versions before signing", &negotiation::proposal(agreement.proposal)))
        }))
        h2 { "Terms" }
        (summary_list(&agreement_rows(agreement)))
        @for leg in &agreement.legs {
            h3 { "Leg " (leg.number) ": " (leg.service_name) ", from " (leg.provider_name) " to " (leg.consumer_name) }
            (summary_list(&leg_rows(leg)))
        }
        h2 { "Signatures" }
        (signature_table(&agreement.parties, page.signatures))
        p { "Anybody who holds the text can " a href=(at::CHECK) { "check it against its SHA-256" } "." }
        (publication_views::section(agreement.id, page.publication))
        h2 { "What has happened" }
        (timeline(&page.events.iter().map(happened).collect::<Vec<_>>()))
    }
}

fn agreement_rows(agreement: &AgreementView) -> Vec<SummaryRow> {
    let mut rows = vec![
        SummaryRow::text("Reference", &agreement.reference),
        SummaryRow::text("Signed on", date(london::date(agreement.signed_at))),
        SummaryRow::text("Runs", span(agreement.first_month, agreement.last_month)),
    ];
    if agreement.legs.len() == 2 {
        rows.push(SummaryRow::text("Tolerance of the in-kind account", money(agreement.tolerance)));
    }
    rows.push(SummaryRow::new("SHA-256 of the text", html! { code.hash { (agreement.sha256) } }));
    rows
}

fn leg_rows(leg: &LegView) -> Vec<SummaryRow> {
    let price = match leg.price_kind {
        PriceKind::Fixed => format!("{} a month", leg.price),
        PriceKind::PerUnit => format!("{} for each {}", leg.price, leg.unit),
    };
    let priced = match leg.settlement {
        Settlement::Cash => "Price before VAT",
        Settlement::InKind => "Assessed value with VAT",
    };
    let mut rows = vec![
        SummaryRow::new("Description", html! { @for line in leg.description.lines() { p { (line) } } }),
        SummaryRow::text("Quantity a month", unit::counted(leg.quantity_per_month, &leg.unit)),
        SummaryRow::text("Paid for", leg.settlement.label()),
        SummaryRow::text(priced, price),
        SummaryRow::text("VAT", leg.vat.label()),
        SummaryRow::text("Service hours", leg.calendar.describe()),
        SummaryRow::text("Purchase order reference", leg.po_ref.as_deref().unwrap_or("None given")),
    ];
    for kpi in &leg.kpis {
        rows.push(SummaryRow::text(format!("Measure: {}", kpi.name), format!("At least {}", kpi.target)));
    }
    rows
}

fn picture(leg: &LegView) -> LegPicture<'_> {
    let worth = match leg.price_kind {
        PriceKind::Fixed => leg.price.times(crate::kernel::Quantity::from_whole(1)),
        PriceKind::PerUnit => leg.price.times(leg.quantity_per_month),
    };
    LegPicture {
        provider: leg.provider,
        provider_name: &leg.provider_name,
        consumer_name: &leg.consumer_name,
        service: &leg.service_name,
        unit: &leg.unit,
        quantity: leg.quantity_per_month,
        settlement: leg.settlement,
        worth: worth.ok(),
        kpis: leg.kpis.iter().map(|kpi| (kpi.name.as_str(), kpi.target)).collect(),
    }
}

/// The list of agreements.
pub(super) fn list(page: &Page<AgreementLine>, filter: &AgreementFilter) -> Markup {
    let kept: Vec<(String, String)> =
        [("state", filter.state.map(AgreementState::as_str)), ("sort", Some(filter.order.as_str()))]
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
    let search = Search {
        action: at::LIST,
        name: "q",
        label: "Search title, reference or partner",
        value: &filter.words,
        kept: &kept,
    };
    let untouched = filter.state.is_none() && filter.words.is_empty();
    html! {
        h1 { "Agreements" }
        @if page.total == 0 && untouched {
            (empty_state(
                "No agreements yet",
                "An agreement stands here once a signatory of each side has signed a proposal.",
                Some(button_link("See the proposals", negotiation::PROPOSALS)),
            ))
        } @else {
            (search.render())
            (state_links(filter))
            (table(page, filter))
            (pagination(page.request.number(), page.pages(), |number| href(filter, at::LIST, &[("page", &number.to_string())])))
        }
        p { a href=(at::CHECK) { "Check a signed text" } }
    }
}

fn table(page: &Page<AgreementLine>, filter: &AgreementFilter) -> Markup {
    let column = |title: &str, order: AgreementOrder| {
        let sorted = (filter.order == order).then_some(Direction::Ascending);
        Column::text(title).sortable(href(filter, at::LIST, &[("sort", order.as_str())]), sorted)
    };
    let rows = page.items.iter().map(|line| {
        Row::new([
            html! { a href=(at::agreement(line.id)) { (line.reference) } },
            html! { (line.title) },
            html! { (line.partners) },
            html! { (state_tag(line.state)) },
            html! { (line.first_month.short()) },
            html! { (line.last_month.short()) },
        ])
    });
    Table::new("Agreements")
        .hidden_caption()
        .columns([
            column("Reference", AgreementOrder::Reference),
            column("Title", AgreementOrder::Title),
            Column::text("With"),
            Column::text("State"),
            column("First month", AgreementOrder::FirstMonth),
            column("Last month", AgreementOrder::LastMonth),
        ])
        .rows(rows)
        .empty("No agreement fits. Search for something else or choose another state.")
        .csv(href(filter, at::LIST_CSV, &[]))
        .render()
}

fn state_links(filter: &AgreementFilter) -> Markup {
    let any = AgreementFilter { state: None, ..filter.clone() };
    html! {
        nav.tabs aria-label="State" {
            ul {
                li { a href=(href(&any, at::LIST, &[])) aria-current=[filter.state.is_none().then_some("page")] { "All" } }
                @for state in AgreementState::ALL {
                    @let with = AgreementFilter { state: Some(*state), ..filter.clone() };
                    li {
                        a href=(href(&with, at::LIST, &[]))
                            aria-current=[(filter.state == Some(*state)).then_some("page")] { (state.label()) }
                    }
                }
            }
        }
    }
}

/// The list's address with this filter, where `more` comes instead of what the filter says.
fn href(filter: &AgreementFilter, path: &str, more: &[(&str, &str)]) -> String {
    let own = [
        ("q", filter.words.as_str()),
        ("state", filter.state.map_or("", AgreementState::as_str)),
        ("sort", if filter.order == AgreementOrder::Newest { "" } else { filter.order.as_str() }),
    ];
    urls::of_list(path, &own, more)
}

/// What a check found.
pub(super) struct Checked<'a> {
    pub(super) sha256: &'a str,
    /// Reference and moment of the agreement signed under this hash.
    pub(super) signed: Option<&'a (String, Instant)>,
}

/// The public check of a text.
pub(super) fn check(
    text: &str,
    checked: Option<&Checked<'_>>,
    errors: &FieldErrors,
    keys: &FormKeys,
) -> Markup {
    let area = TextArea {
        name: "text",
        label: "The text",
        value: text,
        error: errors.of("text"),
        rows: Some(12),
        need: Need::Optional,
        ..TextArea::default()
    };
    let file = FileField {
        name: "file",
        label: "Or its file",
        accept: Some(".txt,text/plain"),
        need: Need::Optional,
        ..FileField::default()
    };
    let content = html! { (area.render()) (file.render()) (actions(html! { (button("Check the text")) })) };
    html! {
        h1 { "Check a signed text" }
        p.lede {
            "Every signature names the SHA-256 of the text that was signed. Paste a text here, or choose its file, to \
             see whether an agreement was signed under exactly that text."
        }
        @if let Some(checked) = checked { (found(checked)) }
        (upload_form(at::CHECK, keys, content))
        (disclosure("How to check it without us", html! {
            p { "Download the text and work out its SHA-256 with a program of your own, such as " code { "sha256sum" } ". The file ends with one line end." }
        }))
        p { a href=(urls::HOME) { "Home" } }
    }
}

fn found(checked: &Checked<'_>) -> Markup {
    banner(html! {
        @match checked.signed {
            Some((reference, at)) => {
                p { strong { "This is the text of " (reference) "." } " Both sides had signed it on " (date(london::date(*at))) "." }
            }
            None => {
                p { strong { "No agreement was signed under this text." } " A single letter more or less gives another SHA-256." }
            }
        }
        p { "SHA-256: " code.hash { (checked.sha256) } }
    })
}
