//! Pieces that several finance pages share.

use maud::{Markup, html};

use crate::charges::queries::{Direction, InvoiceState, InvoiceView};
use crate::kernel::ids::BodyId;
use crate::web::ui::{Column, Row, Table, Tone, date_short, money, status_tag};
use crate::web::urls::charges as addresses;

pub(super) fn state_tag(state: InvoiceState) -> Markup {
    let tone = match state {
        InvoiceState::Open | InvoiceState::OnAccount => Tone::Plain,
        InvoiceState::PastDue => Tone::Bad,
        InvoiceState::Matched | InvoiceState::Cleared => Tone::Good,
    };
    status_tag(tone, state.label())
}

/// The day it is due, while something is left to pay.
pub(super) fn due(invoice: &InvoiceView) -> Markup {
    html! { @if invoice.to_pay().is_zero() { "Nothing due" } @else { (date_short(invoice.due_on)) } }
}

pub(super) const fn direction_label(direction: Direction) -> &'static str {
    match direction {
        Direction::Out => "You are owed",
        Direction::In => "You owe",
    }
}

pub(super) fn direction_tag(direction: Direction) -> Markup {
    let tone = match direction {
        Direction::Out => Tone::Give,
        Direction::In => Tone::Take,
    };
    status_tag(tone, direction_label(direction))
}

/// The invoices of one agreement and month, as `body` sees them.
pub(super) fn invoice_table(caption: &str, invoices: &[InvoiceView], body: BodyId) -> Table {
    Table::new(caption)
        .columns([
            Column::unbroken("Invoice"),
            Column::text("Way"),
            Column::text("For"),
            Column::numeric("Net"),
            Column::numeric("VAT"),
            Column::numeric("Gross"),
            Column::numeric("Set off"),
            Column::numeric("Left to pay"),
            Column::unbroken("Due"),
        ])
        .folds_when_narrow()
        .rows(invoices.iter().map(|invoice| {
            Row::new([
                html! { a href=(addresses::invoice(invoice.id)) { (invoice.number) } },
                direction_tag(invoice.direction(body)),
                html! { (invoice.description) },
                html! { (money(invoice.net)) },
                html! { (money(invoice.vat)) },
                html! { (money(invoice.gross)) },
                html! { (money(invoice.set_off)) },
                html! { (money(invoice.to_pay())) },
                due(invoice),
            ])
        }))
}
