//! The SQL of invoices.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::queries::InvoiceView;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId, LegId};
use crate::kernel::price::Settlement;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Month, Pence, Quantity};
use crate::storage::schema::{agreements, bodies, invoices};
use crate::storage::{Conn, StorageError};

#[derive(Queryable, Selectable)]
#[diesel(table_name = invoices)]
struct InvoiceRow {
    id: InvoiceId,
    number: String,
    provider_id: BodyId,
    consumer_id: BodyId,
    agreement_id: AgreementId,
    leg_id: LegId,
    month: Month,
    description: String,
    quantity: Quantity,
    unit: String,
    settlement: Settlement,
    po_ref: Option<String>,
    vat_treatment: VatTreatment,
    net: Pence,
    vat: Pence,
    gross: Pence,
    set_off: Pence,
    issued_on: NaiveDate,
    due_on: NaiveDate,
}

pub(super) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: InvoiceId,
) -> Result<Option<InvoiceView>, StorageError> {
    let row: Option<(InvoiceRow, String)> = invoices::table
        .inner_join(agreements::table)
        .filter(invoices::id.eq(id))
        .filter(invoices::provider_id.eq(body).or(invoices::consumer_id.eq(body)))
        .select((InvoiceRow::as_select(), agreements::reference))
        .first(conn)
        .optional()?;
    Ok(views(conn, row.into_iter().collect())?.pop())
}

pub(super) fn between(
    conn: &mut Conn,
    provider: Option<BodyId>,
    consumer: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    let mut query = invoices::table.inner_join(agreements::table).order(invoices::number).into_boxed();
    if let Some(provider) = provider {
        query = query.filter(invoices::provider_id.eq(provider));
    }
    if let Some(consumer) = consumer {
        query = query.filter(invoices::consumer_id.eq(consumer));
    }
    let rows = query.select((InvoiceRow::as_select(), agreements::reference)).load(conn)?;
    views(conn, rows)
}

fn views(conn: &mut Conn, rows: Vec<(InvoiceRow, String)>) -> Result<Vec<InvoiceView>, StorageError> {
    let parties: Vec<BodyId> = rows.iter().flat_map(|(row, _)| [row.provider_id, row.consumer_id]).collect();
    let names: BTreeMap<BodyId, String> = bodies::table
        .filter(bodies::id.eq_any(parties))
        .select((bodies::id, bodies::name))
        .load(conn)?
        .into_iter()
        .collect();
    let name = |id: &BodyId| names.get(id).cloned().unwrap_or_default();
    let view = |(row, agreement_reference): (InvoiceRow, String)| InvoiceView {
        id: row.id,
        number: row.number,
        provider_name: name(&row.provider_id),
        provider: row.provider_id,
        consumer_name: name(&row.consumer_id),
        consumer: row.consumer_id,
        agreement: row.agreement_id,
        agreement_reference,
        leg: row.leg_id,
        month: row.month,
        description: row.description,
        quantity: row.quantity,
        unit: row.unit,
        settlement: row.settlement,
        po_ref: row.po_ref,
        vat_treatment: row.vat_treatment,
        net: row.net,
        vat: row.vat,
        gross: row.gross,
        set_off: row.set_off,
        issued_on: row.issued_on,
        due_on: row.due_on,
    };
    Ok(rows.into_iter().map(view).collect())
}
