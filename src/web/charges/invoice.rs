//! One invoice, as it is printed.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::views::{direction_tag, state_tag};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::charges::left_to_pay::InLedger;
use crate::charges::queries::{self, InvoiceView, InvoiceWithSetOff};
use crate::kernel::ids::{BodyId, InvoiceId};
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::{london, unit};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::ui::{
    Column, Link, Row, SummaryRow, Table, actions, breadcrumbs, date, heading, money, summary_list,
};
use crate::web::urls::charges as addresses;
use crate::web::urls::reconciliation::Workbench;

/// `GET /finance/invoices/{id}`
pub(super) async fn show(
    cx: Cx,
    member: Member<ReadBody>,
    id: web::Path<InvoiceId>,
) -> WebResult<HttpResponse> {
    let found = find(&cx, member.body(), id.into_inner()).await?;
    let today = london::date(cx.now());
    let title = format!("Invoice {}", found.invoice.number);
    Ok(cx.page(&title, page(&found, member.body(), today)))
}

pub(super) async fn find(cx: &Cx, body: BodyId, id: InvoiceId) -> WebResult<InvoiceWithSetOff> {
    cx.read(move |conn| queries::invoice_with_set_off(conn, body, id)).await?.ok_or(WebError::NotFound)
}

fn page(found: &InvoiceWithSetOff, body: BodyId, today: chrono::NaiveDate) -> Markup {
    let invoice = &found.invoice;
    html! {
        (breadcrumbs(&[Link::new("Finance", addresses::FINANCE), Link::new("Invoices", addresses::INVOICES)]))
        (heading(&format!("{} to {}", invoice.provider_name, invoice.consumer_name), &format!("Invoice {}", invoice.number)))
        p.screen-only { (direction_tag(invoice.direction(body))) " " (state_tag(invoice.state(today))) }
        (summary_list(&facts(invoice)))
        (lines(invoice))
        (summary_list(&to_pay(found)))
        @if invoice.settlement == Settlement::InKind {
            p { "This supply is paid for with another service. Its agreed value includes the VAT shown. What is left \
                 after the set-off is kept in the in-kind account; within the agreed tolerance nothing is paid." }
        }
        (actions(html! {
            a href=(addresses::statement(invoice.agreement, invoice.month)) { "Statement of account for " (invoice.month) }
            @if invoice.settlement == Settlement::InKind {
                a href=(addresses::in_kind(invoice.agreement)) { "In-kind account" }
            }
        }))
    }
}

fn facts(invoice: &InvoiceView) -> Vec<SummaryRow> {
    vec![
        SummaryRow::text("From", &invoice.provider_name),
        SummaryRow::text("To", &invoice.consumer_name),
        SummaryRow::text("Invoice number", &invoice.number),
        SummaryRow::text("Purchase order", invoice.po_ref.as_deref().unwrap_or("None given")),
        SummaryRow::text("Issued (tax point)", date(invoice.issued_on)),
        SummaryRow::text("Supplied in", invoice.month.to_string()),
        SummaryRow::text(
            "Due by",
            if invoice.to_pay().is_zero() { "Nothing is due".to_owned() } else { date(invoice.due_on) },
        ),
        SummaryRow::text("Agreement", &invoice.agreement_reference),
        SummaryRow::text(
            "Paid for",
            if invoice.settlement == Settlement::Cash { "In cash" } else { "In kind" },
        ),
    ]
}

/// The one line of the invoice and how it adds up.
fn lines(invoice: &InvoiceView) -> Markup {
    let quantity = unit::counted(invoice.quantity, &invoice.unit);
    let price = match invoice.price_kind {
        PriceKind::Fixed => format!("{} a month", invoice.price),
        PriceKind::PerUnit => format!("{} each", invoice.price),
    };
    let total = |label: &str, amount| {
        Row::new([html! { (label) }, html! {}, html! {}, html! {}, html! { (money(amount)) }])
    };
    let first = Row::new([
        html! { (invoice.description) },
        html! { (quantity) },
        html! { (price) },
        html! { (invoice.vat_treatment.label()) },
        html! { (money(invoice.net)) },
    ]);
    let vat = format!("VAT at {}%", invoice.vat_treatment.percent());
    Table::new("What is charged")
        .columns([
            Column::text("Description"),
            Column::text("Accepted"),
            Column::text("Price"),
            Column::text("VAT"),
            Column::numeric("Amount"),
        ])
        .folds_when_narrow()
        .rows([first, total("Net", invoice.net), total(&vat, invoice.vat)])
        .foot(total("Total", invoice.gross))
        .render()
}

fn to_pay(found: &InvoiceWithSetOff) -> Vec<SummaryRow> {
    let invoice = &found.invoice;
    let mut rows = Vec::new();
    if let Some((id, number)) = &found.against {
        let against = html! {
            (money(invoice.set_off)) " against " a href=(addresses::invoice(*id)) { (number) }
        };
        rows.push(SummaryRow::new("Set off", against));
    }
    if invoice.in_ledger == InLedger::Matched {
        let lines = Workbench { show: "matched", ..Workbench::default() }.url();
        let found = html! { a href=(lines) { "A line of your ledger" } " is matched with it. Only your body sees this." };
        rows.push(SummaryRow::new("In your ledger", found));
    }
    if invoice.settlement == Settlement::InKind {
        rows.push(SummaryRow::text("Left on the in-kind account", money(invoice.on_account())));
    }
    rows.push(SummaryRow::text("Left to pay", money(invoice.to_pay())));
    rows
}
