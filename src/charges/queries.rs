//! Invoices, as either of their parties sees them.

use chrono::NaiveDate;

use super::store;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId, LegId};
use crate::kernel::price::Settlement;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Month, Pence, Quantity};
use crate::storage::{Conn, StorageError};

/// An invoice, with the names of both sides.
#[derive(Clone, Debug)]
pub struct InvoiceView {
    pub id: InvoiceId,
    pub number: String,
    pub provider: BodyId,
    pub provider_name: String,
    pub consumer: BodyId,
    pub consumer_name: String,
    pub agreement: AgreementId,
    pub agreement_reference: String,
    pub leg: LegId,
    pub month: Month,
    pub description: String,
    pub quantity: Quantity,
    pub unit: String,
    pub settlement: Settlement,
    pub po_ref: Option<String>,
    pub vat_treatment: VatTreatment,
    pub net: Pence,
    pub vat: Pence,
    pub gross: Pence,
    pub set_off: Pence,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
}

/// One invoice of which `body` is a party.
pub fn invoice_of_party(
    conn: &mut Conn,
    body: BodyId,
    id: InvoiceId,
) -> Result<Option<InvoiceView>, StorageError> {
    store::of_party(conn, body, id)
}

/// What `consumer` was invoiced for, by number.
pub fn invoices_owed_by(
    conn: &mut Conn,
    consumer: BodyId,
    provider: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    store::between(conn, provider, Some(consumer))
}

/// What `provider` has invoiced, by number.
pub fn invoices_due_to(
    conn: &mut Conn,
    provider: BodyId,
    consumer: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    store::between(conn, Some(provider), consumer)
}
