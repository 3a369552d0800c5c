//! Invoices and what is set off between them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::kernel::ids::{AgreementId, BodyId, InvoiceId, LegId, SetOffId};
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Instant, Month, Pence, Quantity, Rate};
use crate::storage::schema::{invoices, set_offs};
use crate::storage::{Conn, StorageError, Tx};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = invoices, treat_none_as_default_value = false)]
pub(in crate::charges) struct InvoiceRow {
    pub(in crate::charges) id: InvoiceId,
    pub(in crate::charges) number: String,
    pub(in crate::charges) provider_id: BodyId,
    pub(in crate::charges) consumer_id: BodyId,
    pub(in crate::charges) agreement_id: AgreementId,
    pub(in crate::charges) leg_id: LegId,
    pub(in crate::charges) month: Month,
    pub(in crate::charges) financial_year: i32,
    pub(in crate::charges) sequence: i64,
    pub(in crate::charges) description: String,
    pub(in crate::charges) quantity: Quantity,
    pub(in crate::charges) unit: String,
    pub(in crate::charges) price_kind: PriceKind,
    pub(in crate::charges) price: Rate,
    pub(in crate::charges) settlement: Settlement,
    pub(in crate::charges) po_ref: Option<String>,
    pub(in crate::charges) vat_treatment: VatTreatment,
    pub(in crate::charges) net: Pence,
    pub(in crate::charges) vat: Pence,
    pub(in crate::charges) gross: Pence,
    pub(in crate::charges) set_off: Pence,
    pub(in crate::charges) issued_on: NaiveDate,
    pub(in crate::charges) due_on: NaiveDate,
    pub(in crate::charges) issued_at: Instant,
}

/// Stores a new invoice. That it adds up was true where it was worked out, and is looked at again here.
pub(in crate::charges) fn insert(tx: &mut Tx<'_>, row: &InvoiceRow) -> Result<(), StorageError> {
    assert_eq!(row.net.checked_add(row.vat), Ok(row.gross), "net and VAT make up gross");
    assert!(!row.gross.is_negative(), "an invoice is never below zero: that would be a credit note");
    diesel::insert_into(invoices::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// An invoice that `body` sent or was sent.
pub(in crate::charges) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: InvoiceId,
) -> Result<Option<InvoiceRow>, StorageError> {
    Ok(invoices::table
        .filter(invoices::id.eq(id))
        .filter(invoices::provider_id.eq(body).or(invoices::consumer_id.eq(body)))
        .select(InvoiceRow::as_select())
        .first(conn)
        .optional()?)
}

/// The invoices of an agreement for one month, by leg.
pub(in crate::charges) fn of_month(
    conn: &mut Conn,
    agreement: AgreementId,
    month: Month,
) -> Result<Vec<InvoiceRow>, StorageError> {
    Ok(invoices::table
        .filter(invoices::agreement_id.eq(agreement))
        .filter(invoices::month.eq(month))
        .order(invoices::number)
        .select(InvoiceRow::as_select())
        .load(conn)?)
}

/// The in-kind invoices of an agreement: provider, month and gross.
pub(in crate::charges) fn in_kind(
    conn: &mut Conn,
    agreement: AgreementId,
) -> Result<Vec<(BodyId, Month, Pence)>, StorageError> {
    Ok(invoices::table
        .filter(invoices::agreement_id.eq(agreement))
        .filter(invoices::settlement.eq(Settlement::InKind))
        .order((invoices::month, invoices::number))
        .select((invoices::provider_id, invoices::month, invoices::gross))
        .load(conn)?)
}

/// The legs and months of `body` that have their invoice.
pub(in crate::charges) fn invoiced(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<(LegId, Month)>, StorageError> {
    Ok(invoices::table
        .filter(invoices::provider_id.eq(body).or(invoices::consumer_id.eq(body)))
        .select((invoices::leg_id, invoices::month))
        .load(conn)?)
}

/// Sets two invoices of a month off against each other.
pub(in crate::charges) fn set_off(
    tx: &mut Tx<'_>,
    first: &InvoiceRow,
    second: &InvoiceRow,
    amount: Pence,
    now: Instant,
) -> Result<(), StorageError> {
    assert!(amount <= first.gross && amount <= second.gross, "no invoice is set off beyond its amount");
    for invoice in [first.id, second.id] {
        let changed = diesel::update(invoices::table.find(invoice))
            .filter(invoices::set_off.eq(Pence::ZERO))
            .set(invoices::set_off.eq(amount))
            .execute(tx.conn())?;
        if changed != 1 {
            return Err(StorageError::Stale);
        }
    }
    diesel::insert_into(set_offs::table)
        .values((
            set_offs::id.eq(SetOffId::new()),
            set_offs::agreement_id.eq(first.agreement_id),
            set_offs::month.eq(first.month),
            set_offs::first_invoice_id.eq(first.id),
            set_offs::second_invoice_id.eq(second.id),
            set_offs::amount.eq(amount),
            set_offs::made_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The invoice that this one was set off against.
pub(in crate::charges) fn set_off_against(
    conn: &mut Conn,
    id: InvoiceId,
) -> Result<Option<(InvoiceId, String)>, StorageError> {
    let pair: Option<(InvoiceId, InvoiceId)> = set_offs::table
        .filter(set_offs::first_invoice_id.eq(id).or(set_offs::second_invoice_id.eq(id)))
        .select((set_offs::first_invoice_id, set_offs::second_invoice_id))
        .first(conn)
        .optional()?;
    let Some((first, second)) = pair else { return Ok(None) };
    let other = if first == id { second } else { first };
    Ok(invoices::table.find(other).select((invoices::id, invoices::number)).first(conn).optional()?)
}
