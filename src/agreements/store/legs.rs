//! Legs and their KPIs. They are written once, with the last signature, and never changed.

use std::collections::HashMap;

use diesel::prelude::*;

use super::agreements::AgreementRow;
use crate::agreements::model::{LegKpi, LegView};
use crate::bodies::queries::names;
use crate::kernel::ids::{AgreementId, BodyId, KpiId, LegId, OfferId};
use crate::kernel::kpi::Target;
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Quantity, Rate};
use crate::storage::schema::{agreements, leg_kpis, legs, services};
use crate::storage::{Conn, Json, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = legs, treat_none_as_default_value = false)]
pub(in crate::agreements) struct LegRow {
    pub(in crate::agreements) id: LegId,
    pub(in crate::agreements) agreement_id: AgreementId,
    pub(in crate::agreements) number: i32,
    pub(in crate::agreements) provider_id: BodyId,
    pub(in crate::agreements) consumer_id: BodyId,
    pub(in crate::agreements) service_code: String,
    pub(in crate::agreements) description: String,
    pub(in crate::agreements) unit: String,
    pub(in crate::agreements) quantity_per_month: Quantity,
    pub(in crate::agreements) settlement: Settlement,
    pub(in crate::agreements) price_kind: PriceKind,
    pub(in crate::agreements) price: Rate,
    pub(in crate::agreements) vat_treatment: VatTreatment,
    pub(in crate::agreements) po_ref: Option<String>,
    pub(in crate::agreements) offer_id: Option<OfferId>,
    pub(in crate::agreements) calendar: Json,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = leg_kpis)]
pub(in crate::agreements) struct KpiRow {
    pub(in crate::agreements) id: KpiId,
    pub(in crate::agreements) leg_id: LegId,
    pub(in crate::agreements) number: i32,
    pub(in crate::agreements) name: String,
    pub(in crate::agreements) target: i32,
}

pub(in crate::agreements) fn insert(
    tx: &mut Tx<'_>,
    leg: &LegRow,
    kpis: &[KpiRow],
) -> Result<(), StorageError> {
    diesel::insert_into(legs::table).values(leg).execute(tx.conn())?;
    for kpi in kpis {
        diesel::insert_into(leg_kpis::table).values(kpi).execute(tx.conn())?;
    }
    Ok(())
}

/// The leg, if `body` is its provider or its consumer.
pub(in crate::agreements) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: LegId,
) -> Result<Option<LegView>, StorageError> {
    let rows = legs::table
        .inner_join(agreements::table)
        .filter(legs::id.eq(id))
        .filter(legs::provider_id.eq(body).or(legs::consumer_id.eq(body)))
        .select((LegRow::as_select(), AgreementRow::as_select()))
        .load(conn)?;
    Ok(views(conn, rows)?.into_iter().next())
}

/// The legs of some agreements, in their order.
pub(in crate::agreements) fn of_agreements(
    conn: &mut Conn,
    agreements: &[AgreementId],
) -> Result<Vec<LegView>, StorageError> {
    let rows = legs::table
        .inner_join(agreements::table)
        .filter(legs::agreement_id.eq_any(agreements.to_vec()))
        .order((legs::agreement_id, legs::number))
        .select((LegRow::as_select(), AgreementRow::as_select()))
        .load(conn)?;
    views(conn, rows)
}

/// The most legs that are read for one body at once.
const MOST_LEGS: i64 = 2_000;

/// Every leg that `body` provides or consumes, newest agreement first.
pub(in crate::agreements) fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<LegView>, StorageError> {
    let rows = legs::table
        .inner_join(agreements::table)
        .filter(legs::provider_id.eq(body).or(legs::consumer_id.eq(body)))
        .order((legs::agreement_id.desc(), legs::number))
        .limit(MOST_LEGS)
        .select((LegRow::as_select(), AgreementRow::as_select()))
        .load(conn)?;
    views(conn, rows)
}

fn views(conn: &mut Conn, rows: Vec<(LegRow, AgreementRow)>) -> Result<Vec<LegView>, StorageError> {
    let parties = rows.iter().flat_map(|(leg, _)| [leg.provider_id, leg.consumer_id]).collect();
    let names = names(conn, parties)?;
    let codes: Vec<String> = rows.iter().map(|(leg, _)| leg.service_code.clone()).collect();
    let services: Vec<(String, String)> = services::table
        .filter(services::code.eq_any(codes))
        .select((services::code, services::name))
        .load(conn)?;
    let services: HashMap<String, String> = services.into_iter().collect();
    let mut kpis = kpis_of(conn, rows.iter().map(|(leg, _)| leg.id).collect())?;
    rows.into_iter()
        .map(|(leg, agreement)| {
            let kpis = kpis.remove(&leg.id).unwrap_or_default();
            view(leg, agreement, &names, &services, kpis)
        })
        .collect()
}

fn kpis_of(conn: &mut Conn, legs: Vec<LegId>) -> Result<HashMap<LegId, Vec<LegKpi>>, StorageError> {
    let rows: Vec<KpiRow> = leg_kpis::table
        .filter(leg_kpis::leg_id.eq_any(legs))
        .order((leg_kpis::leg_id, leg_kpis::number))
        .select(KpiRow::as_select())
        .load(conn)?;
    let mut kpis: HashMap<LegId, Vec<LegKpi>> = HashMap::new();
    for row in rows {
        let target = u16::try_from(row.target).ok().and_then(Target::of_ten_thousandths);
        let target = target.ok_or_else(|| StorageError::Corrupt(format!("KPI target {}", row.target)))?;
        let kpi = LegKpi { id: row.id, number: row.number, name: row.name, target };
        kpis.entry(row.leg_id).or_default().push(kpi);
    }
    Ok(kpis)
}

fn view(
    leg: LegRow,
    agreement: AgreementRow,
    names: &HashMap<BodyId, String>,
    services: &HashMap<String, String>,
    kpis: Vec<LegKpi>,
) -> Result<LegView, StorageError> {
    let name = |body: BodyId| names.get(&body).cloned().unwrap_or_default();
    Ok(LegView {
        id: leg.id,
        agreement: agreement.id,
        agreement_reference: agreement.reference,
        agreement_title: agreement.title,
        number: leg.number,
        provider: leg.provider_id,
        provider_name: name(leg.provider_id),
        consumer: leg.consumer_id,
        consumer_name: name(leg.consumer_id),
        service_name: services.get(&leg.service_code).cloned().unwrap_or_default(),
        service_code: leg.service_code,
        description: leg.description,
        unit: leg.unit,
        quantity_per_month: leg.quantity_per_month,
        settlement: leg.settlement,
        price_kind: leg.price_kind,
        price: leg.price,
        vat: leg.vat_treatment,
        po_ref: leg.po_ref,
        offer: leg.offer_id,
        first_month: agreement.first_month,
        last_month: agreement.last_month,
        calendar: leg.calendar.read()?,
        kpis,
    })
}
