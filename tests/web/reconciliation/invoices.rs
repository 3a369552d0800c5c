//! Invoices to reconcile, put where closing a month would have put them.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;
use symbiosis::kernel::ids::{AgreementId, InvoiceId, LegId, ProposalId};
use symbiosis::kernel::service_calendar::Preset;
use symbiosis::kernel::working_days::Division;
use symbiosis::kernel::{Month, Pence, Quantity, Rate};
use symbiosis::storage::Json;
use symbiosis::storage::schema::{agreements, invoices, legs, proposals, service_families, services};

use crate::support::{TestApp, TestBody};

/// An invoice of `provider` to `consumer`; `set_off` of it is settled by another.
#[expect(clippy::too_many_lines, reason = "one row after another of what an invoice stands on")]
pub async fn invoice(
    app: &TestApp,
    provider: &TestBody,
    consumer: &TestBody,
    number: &str,
    gross: i64,
    set_off: i64,
) {
    let (provider, consumer, number, now) = (provider.id, consumer.id, number.to_owned(), app.now());
    let (agreement, leg, proposal) = (AgreementId::new(), LegId::new(), ProposalId::new());
    let month = Month::new(2026, 10).unwrap();
    let calendar = Json::of(&Preset::AllHours.calendar(Division::EnglandAndWales)).unwrap();
    app.write(move |conn| {
        let known: i64 = service_families::table.count().get_result(conn)?;
        if known == 0 {
            diesel::insert_into(service_families::table)
                .values((
                    service_families::code.eq("TST"),
                    service_families::name.eq("Test"),
                    service_families::position.eq(1),
                ))
                .execute(conn)?;
            diesel::insert_into(services::table)
                .values((
                    services::code.eq("TST-01"),
                    services::family_code.eq("TST"),
                    services::name.eq("Payroll"),
                    services::cpv_code.eq("0"),
                    services::cpv_name.eq("Payroll"),
                    services::units.eq(Json(json!(["payslip"]))),
                ))
                .execute(conn)?;
        }
        diesel::insert_into(proposals::table)
            .values((
                proposals::id.eq(proposal),
                proposals::reference.eq(proposal.to_string()),
                proposals::title.eq("Payroll"),
                proposals::proposer_id.eq(provider),
                proposals::partner_id.eq(consumer),
                proposals::state.eq("signed"),
                proposals::number.eq(1),
                proposals::version.eq(1_i64),
                proposals::created_at.eq(now),
                proposals::updated_at.eq(now),
            ))
            .execute(conn)?;
        diesel::insert_into(agreements::table)
            .values((
                agreements::id.eq(agreement),
                agreements::reference.eq(agreement.to_string()),
                agreements::proposal_id.eq(proposal),
                agreements::title.eq("Payroll"),
                agreements::state.eq("active"),
                agreements::first_month.eq(month),
                agreements::last_month.eq(month),
                agreements::text.eq(""),
                agreements::sha256.eq(""),
                agreements::tolerance.eq(Pence::ZERO),
                agreements::signed_at.eq(now),
                agreements::version.eq(1_i64),
            ))
            .execute(conn)?;
        diesel::insert_into(legs::table)
            .values((
                legs::id.eq(leg),
                legs::agreement_id.eq(agreement),
                legs::number.eq(1),
                legs::provider_id.eq(provider),
                legs::consumer_id.eq(consumer),
                legs::service_code.eq("TST-01"),
                legs::description.eq("Payroll"),
                legs::unit.eq("payslip"),
                legs::quantity_per_month.eq(Quantity::from_whole(1)),
                legs::settlement.eq("cash"),
                legs::price_kind.eq("fixed"),
                legs::price.eq(Rate::ZERO),
                legs::vat_treatment.eq("outside_scope"),
                legs::calendar.eq(calendar),
            ))
            .execute(conn)?;
        let sequence: i64 =
            invoices::table.filter(invoices::provider_id.eq(provider)).count().get_result(conn)?;
        let day = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        diesel::insert_into(invoices::table)
            .values((
                (
                    invoices::id.eq(InvoiceId::new()),
                    invoices::number.eq(number),
                    invoices::provider_id.eq(provider),
                    invoices::consumer_id.eq(consumer),
                    invoices::agreement_id.eq(agreement),
                    invoices::leg_id.eq(leg),
                    invoices::month.eq(month),
                    invoices::financial_year.eq(2026),
                    invoices::sequence.eq(sequence + 1),
                    invoices::description.eq("Payroll"),
                    invoices::quantity.eq(Quantity::from_whole(1)),
                    invoices::unit.eq("payslip"),
                ),
                (
                    invoices::price_kind.eq("fixed"),
                    invoices::price.eq(Rate::ZERO),
                    invoices::settlement.eq("cash"),
                    invoices::vat_treatment.eq("outside_scope"),
                    invoices::net.eq(Pence::from_i64(gross)),
                    invoices::vat.eq(Pence::ZERO),
                    invoices::gross.eq(Pence::from_i64(gross)),
                    invoices::set_off.eq(Pence::from_i64(set_off)),
                    invoices::issued_on.eq(day),
                    invoices::due_on.eq(day),
                    invoices::issued_at.eq(now),
                ),
            ))
            .execute(conn)
    })
    .await;
}
