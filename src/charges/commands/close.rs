//! Closing a month: every leg whose quantity is accepted becomes an invoice, and in-kind invoices are set off.

use chrono::Days;
use serde_json::json;

use crate::access::capability::ManageFinance;
use crate::access::{self, CapabilityKind, Member};
use crate::agreements::happening::AgreementHappening;
use crate::agreements::model::AgreementView;
use crate::agreements::queries as agreements;
use crate::audit::{self, Actor, Event, Object};
use crate::charges::ChargesError;
use crate::charges::closing::{Closing, LegClosing, Outcome};
use crate::charges::in_kind::SetOff;
use crate::charges::queries;
use crate::charges::store::invoices::{self, InvoiceRow};
use crate::charges::store::{closes, counters};
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId};
use crate::kernel::month::FinancialYear;
use crate::kernel::price::Settlement;
use crate::kernel::vat::VatBreakdown;
use crate::kernel::{Instant, Month, Pence, Quantity, london};
use crate::storage::Tx;

/// How long the consumer has to pay (Late Payment of Commercial Debts (Interest) Act 1998, section 4(2H): a public
/// authority pays within 30 days).
const DUE_AFTER: Days = Days::new(30);

/// What closing a month did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub invoices: Vec<InvoiceId>,
    /// How many legs are left open, because nothing of them is accepted.
    pub left_open: usize,
    /// What was set off between in-kind invoices.
    pub set_off: Pence,
}

/// Closes a month of an agreement of the acting body, as far as it can be closed.
pub fn close_month(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    agreement: AgreementId,
    month: Month,
    now: Instant,
) -> Result<Closed, ChargesError> {
    let agreement =
        agreements::agreement_of_party(tx.conn(), by.body(), agreement)?.ok_or(ChargesError::NotFound)?;
    let closed = close(tx, &by.actor(), agreement, month, now)?;
    match (closed.invoices.is_empty(), closed.left_open) {
        (true, 0) => Err(ChargesError::ClosedAlready(month)),
        (true, _) => Err(ChargesError::NothingAccepted(month)),
        (false, _) => Ok(closed),
    }
}

/// Closes what can be closed; nothing to do is no error, because the worker may come second.
pub(super) fn close(
    tx: &mut Tx<'_>,
    actor: &Actor,
    agreement: AgreementView,
    month: Month,
    now: Instant,
) -> Result<Closed, ChargesError> {
    if month >= london::month(now) {
        return Err(ChargesError::NotOver(month));
    }
    // Whoever comes second waits here, and then sees the invoices of whoever came first.
    closes::lock_agreement(tx, agreement.id)?;
    let plan = queries::plan(tx.conn(), agreement, month)?;
    let made = invoice_legs(tx, &plan, now)?;
    let set_off = set_off(tx, &plan, now)?;
    let after = queries::plan(tx.conn(), plan.agreement, month)?;
    if !made.is_empty() {
        if after.is_closed() {
            closes::close(tx, after.agreement.id, month, &actor.name, now)?;
        }
        record(tx, actor, &after, &made, set_off, now)?;
        tell_consumers(tx, &made, now)?;
    }
    let invoices = made.iter().map(|row| row.id).collect();
    Ok(Closed { invoices, left_open: after.missing(), set_off })
}

/// One invoice for each leg that is ready. Providers are taken in one order everywhere, so that two closings never
/// wait for each other's counters.
fn invoice_legs(tx: &mut Tx<'_>, plan: &Closing, now: Instant) -> Result<Vec<InvoiceRow>, ChargesError> {
    let mut legs: Vec<&LegClosing> = plan.legs.iter().collect();
    legs.sort_by_key(|leg| (leg.leg.provider, leg.leg.number));
    let mut made = Vec::new();
    for leg in legs {
        if let Outcome::Ready { quantity, charge } = leg.outcome {
            let row = invoice_row(tx, leg, plan.month, quantity, charge, now)?;
            invoices::insert(tx, &row)?;
            made.push(row);
        }
    }
    Ok(made)
}

fn invoice_row(
    tx: &mut Tx<'_>,
    closing: &LegClosing,
    month: Month,
    quantity: Quantity,
    charge: VatBreakdown,
    now: Instant,
) -> Result<InvoiceRow, ChargesError> {
    let leg = &closing.leg;
    let issued_on = london::date(now);
    let year = FinancialYear::of(issued_on);
    let number = counters::next_number(tx, leg.provider, &leg.provider_name, year)?;
    Ok(InvoiceRow {
        id: InvoiceId::new(),
        number: number.to_string(),
        provider_id: leg.provider,
        consumer_id: leg.consumer,
        agreement_id: leg.agreement,
        leg_id: leg.id,
        month,
        financial_year: year.to_i32(),
        sequence: i64::from(number.sequence),
        description: leg.service_name.clone(),
        quantity,
        unit: leg.unit.clone(),
        price_kind: leg.price_kind,
        price: leg.price,
        settlement: leg.settlement,
        po_ref: leg.po_ref.clone(),
        vat_treatment: leg.vat,
        net: charge.net(),
        vat: charge.vat(),
        gross: charge.gross(),
        set_off: Pence::ZERO,
        issued_on,
        due_on: issued_on + DUE_AFTER,
        issued_at: now,
    })
}

/// Sets the two in-kind invoices of the month off, once both are there. Answers what was set off now.
fn set_off(tx: &mut Tx<'_>, plan: &Closing, now: Instant) -> Result<Pence, ChargesError> {
    let rows = invoices::of_month(tx.conn(), plan.agreement.id, plan.month)?;
    let in_kind: Vec<&InvoiceRow> = rows.iter().filter(|row| row.settlement == Settlement::InKind).collect();
    let [first, second] = in_kind.as_slice() else { return Ok(Pence::ZERO) };
    let opposite = first.provider_id == second.consumer_id && first.consumer_id == second.provider_id;
    if !opposite || !first.set_off.is_zero() {
        return Ok(Pence::ZERO);
    }
    let made = SetOff::of(first.gross, second.gross)?;
    if !made.amount.is_zero() {
        invoices::set_off(tx, first, second, made.amount, now)?;
    }
    Ok(made.amount)
}

fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    after: &Closing,
    made: &[InvoiceRow],
    set_off: Pence,
    now: Instant,
) -> Result<(), ChargesError> {
    let seen_by: Vec<BodyId> = after.agreement.parties.iter().map(|(body, _)| *body).collect();
    for row in made {
        let event = Event {
            actor: actor.clone(),
            action: "invoice.issued",
            object: Object::new("invoice", row.id),
            seen_by: seen_by.clone(),
            data: json!({
                "number": row.number, "leg": row.leg_id, "month": row.month, "quantity": row.quantity,
                "net": row.net, "vat": row.vat, "gross": row.gross, "due_on": row.due_on.to_string(),
            }),
        };
        audit::record(tx, event, now)?;
    }
    let event = Event {
        actor: actor.clone(),
        action: AgreementHappening::MonthClosed.as_str(),
        object: Object::new("agreement", after.agreement.id),
        seen_by,
        data: json!({
            "month": after.month, "invoices": made.len(), "left_open": after.missing(), "set_off": set_off,
        }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

fn tell_consumers(tx: &mut Tx<'_>, made: &[InvoiceRow], now: Instant) -> Result<(), ChargesError> {
    for row in made {
        let subject = format!("Invoice {} for {}", row.number, row.month);
        let paid = match row.settlement {
            Settlement::Cash => format!("due by {}", london::long_date(row.due_on)),
            Settlement::InKind => {
                "which you pay for with your own service: it goes on the in-kind account".to_owned()
            }
        };
        let text = format!(
            "Invoice {} for {} in {} is here: {} including VAT, {paid}.",
            row.number, row.description, row.month, row.gross
        );
        let path = format!("/finance/invoices/{}", row.id);
        let finance = CapabilityKind::ManageFinance;
        access::tell(tx, row.consumer_id, finance, &subject, &text, &path, now)?;
    }
    Ok(())
}
