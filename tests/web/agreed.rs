//! Agreements that are simply there, running since October 2026, for tests of what comes after signing.

use std::collections::BTreeSet;

use diesel::prelude::*;
use symbiosis::agreements::AgreementState;
use symbiosis::kernel::ids::{AgreementId, BodyId, KpiId, LegId, ProposalId};
use symbiosis::kernel::price::{PriceKind, Settlement};
use symbiosis::kernel::service_calendar::Preset;
use symbiosis::kernel::vat::VatTreatment;
use symbiosis::kernel::working_days::Division;
use symbiosis::kernel::{Month, PageRequest, Pence, Quantity, Rate};
use symbiosis::storage::Json;
use symbiosis::storage::schema::{
    agreement_parties, agreements, leg_kpis, legs, proposals, service_families, services,
};

use crate::support::{TestApp, TestBody};

/// An agreement of a test and its legs, in their order.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub id: AgreementId,
    pub legs: Vec<LegId>,
}

impl Agreed {
    pub fn leg(&self) -> LegId {
        self.legs[0]
    }
}

/// One leg as the test wants it.
#[derive(Clone, Debug)]
pub struct TestLeg {
    pub provider: BodyId,
    pub consumer: BodyId,
    pub service: &'static str,
    pub settlement: Settlement,
    pub price_kind: PriceKind,
    /// In pounds.
    pub price: &'static str,
    pub vat: VatTreatment,
    pub po_ref: Option<&'static str>,
}

impl TestLeg {
    /// Payroll at £4.40 a payslip, with 20% VAT on top, under an order.
    pub fn cash(provider: &TestBody, consumer: &TestBody) -> Self {
        Self {
            provider: provider.id,
            consumer: consumer.id,
            service: "Payroll",
            settlement: Settlement::Cash,
            price_kind: PriceKind::PerUnit,
            price: "4.40",
            vat: VatTreatment::Standard,
            po_ref: Some("PO-4501177"),
        }
    }

    /// A service worth £1,200 a month, its VAT within.
    pub fn in_kind(provider: &TestBody, consumer: &TestBody, service: &'static str) -> Self {
        Self {
            service,
            settlement: Settlement::InKind,
            price_kind: PriceKind::Fixed,
            price: "1200",
            po_ref: None,
            ..Self::cash(provider, consumer)
        }
    }
}

/// One body provides payroll for another, for cash.
pub async fn cash(app: &TestApp, provider: &TestBody, consumer: &TestBody) -> Agreed {
    agreement(app, vec![TestLeg::cash(provider, consumer)]).await
}

/// Hosting worth £1,200.00 a month from `one`, audit worth £1,000.00 from `other`, tolerance £1,500.00.
pub async fn in_kind(app: &TestApp, one: &TestBody, other: &TestBody) -> Agreed {
    let audit = TestLeg { price: "1000", ..TestLeg::in_kind(other, one, "Internal audit") };
    agreement(app, vec![TestLeg::in_kind(one, other, "Data centre hosting"), audit]).await
}

/// An agreement from October 2026 to September 2027 with one KPI to each leg: 99.5% in time.
pub async fn agreement(app: &TestApp, test_legs: Vec<TestLeg>) -> Agreed {
    let (id, now) = (AgreementId::new(), app.now());
    let leg_ids: Vec<LegId> = test_legs.iter().map(|_| LegId::new()).collect();
    let ids = leg_ids.clone();
    app.write(move |conn| {
        let first = &test_legs[0];
        let parties = test_legs.iter().flat_map(|leg| [leg.provider, leg.consumer]).collect();
        insert_agreement(conn, id, (first, parties), now)?;
        for (number, (leg_id, leg)) in (1..).zip(ids.iter().zip(&test_legs)) {
            insert_leg(conn, id, number, *leg_id, leg)?;
        }
        Ok(())
    })
    .await;
    Agreed { id, legs: leg_ids }
}

fn insert_agreement(
    conn: &mut symbiosis::storage::Conn,
    id: AgreementId,
    (leg, parties): (&TestLeg, BTreeSet<BodyId>),
    now: symbiosis::kernel::Instant,
) -> QueryResult<()> {
    let proposal = ProposalId::new();
    diesel::insert_into(proposals::table)
        .values((
            proposals::id.eq(proposal),
            proposals::reference.eq(format!("P-{proposal}")),
            proposals::title.eq("Services for each other"),
            proposals::proposer_id.eq(leg.consumer),
            proposals::partner_id.eq(leg.provider),
            proposals::state.eq("signed"),
            proposals::number.eq(1),
            proposals::version.eq(1_i64),
            proposals::created_at.eq(now),
            proposals::updated_at.eq(now),
        ))
        .execute(conn)?;
    diesel::insert_into(agreements::table)
        .values((
            agreements::id.eq(id),
            agreements::reference.eq(format!("A-{}", &id.to_string()[24..])),
            agreements::proposal_id.eq(proposal),
            agreements::title.eq("Services for each other"),
            agreements::state.eq(AgreementState::Active),
            agreements::first_month.eq("2026-10".parse::<Month>().unwrap()),
            agreements::last_month.eq("2027-09".parse::<Month>().unwrap()),
            agreements::text.eq("The text that was signed."),
            agreements::sha256.eq(id.to_string()),
            agreements::tolerance.eq(Pence::from_i64(150_000)),
            agreements::signed_at.eq(now),
            agreements::version.eq(1_i64),
        ))
        .execute(conn)?;
    for body in parties {
        diesel::insert_into(agreement_parties::table)
            .values((agreement_parties::agreement_id.eq(id), agreement_parties::body_id.eq(body)))
            .execute(conn)?;
    }
    Ok(())
}

fn insert_leg(
    conn: &mut symbiosis::storage::Conn,
    agreement: AgreementId,
    number: i32,
    id: LegId,
    leg: &TestLeg,
) -> QueryResult<()> {
    let service = insert_service(conn, leg.service)?;
    let calendar = Preset::AllHours.calendar(Division::EnglandAndWales);
    diesel::insert_into(legs::table)
        .values((
            legs::id.eq(id),
            legs::agreement_id.eq(agreement),
            legs::number.eq(number),
            legs::provider_id.eq(leg.provider),
            legs::consumer_id.eq(leg.consumer),
            legs::service_code.eq(service),
            legs::description.eq("As described in the offer"),
            legs::unit.eq("payslips"),
            legs::quantity_per_month.eq(Quantity::from_whole(1_000)),
            legs::settlement.eq(leg.settlement),
            legs::price_kind.eq(leg.price_kind),
            legs::price.eq(Rate::parse("price", leg.price).unwrap()),
            legs::vat_treatment.eq(leg.vat),
            legs::po_ref.eq(leg.po_ref),
            legs::calendar.eq(Json::of(&calendar).unwrap()),
        ))
        .execute(conn)?;
    diesel::insert_into(leg_kpis::table)
        .values((
            leg_kpis::id.eq(KpiId::new()),
            leg_kpis::leg_id.eq(id),
            leg_kpis::number.eq(1),
            leg_kpis::name.eq("Done in time"),
            leg_kpis::target.eq(9_950),
        ))
        .execute(conn)?;
    Ok(())
}

/// The service of this name, made if it is not there yet.
fn insert_service(conn: &mut symbiosis::storage::Conn, name: &str) -> QueryResult<String> {
    let code = name.to_lowercase().replace(' ', "-");
    let there: i64 = services::table.filter(services::code.eq(&code)).count().get_result(conn)?;
    if there > 0 {
        return Ok(code);
    }
    let families: i64 = service_families::table.count().get_result(conn)?;
    if families == 0 {
        diesel::insert_into(service_families::table)
            .values((
                service_families::code.eq("test"),
                service_families::name.eq("Services of tests"),
                service_families::position.eq(1),
            ))
            .execute(conn)?;
    }
    let family: String = service_families::table.select(service_families::code).first(conn)?;
    diesel::insert_into(services::table)
        .values((
            services::code.eq(&code),
            services::family_code.eq(family),
            services::name.eq(name),
            services::cpv_code.eq("79000000-4"),
            services::cpv_name.eq("Business services"),
            services::units.eq(Json(serde_json::json!(["payslips"]))),
        ))
        .execute(conn)?;
    Ok(code)
}

/// What an auditor of `body` reads, the newest first.
pub async fn audit_actions(app: &TestApp, body: &TestBody) -> Vec<String> {
    let (body, page) = (body.id, PageRequest::first(200));
    let events = app
        .db
        .read(move |conn| {
            symbiosis::audit::queries::of_body(conn, body, &symbiosis::audit::EventFilter::default(), page)
        })
        .await
        .unwrap();
    events.items.into_iter().map(|event| event.action).collect()
}
