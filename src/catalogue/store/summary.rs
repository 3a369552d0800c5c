//! What the open offers of a part of the catalogue add up to.

use chrono::NaiveDate;
use diesel::dsl::{And, AssumeNotNull, Eq, Filter, GtEq, LtEq, Select, count_star, max, min};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::catalogue::state::OfferState;
use crate::kernel::ids::BodyId;
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Quantity, Rate};
use crate::storage::schema::{bodies, offer_months, offers};
use crate::storage::{Conn, MultiBackend, StorageError, total};

/// The most rows that are added up from: more kinds of units than anybody counts in.
const MOST_ROWS: i64 = 20_000;

/// A part of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalogue) enum Scope {
    /// By the code of a service.
    Service(String),
    /// By the name of a region.
    Region(String),
}

/// What is asked for one unit of a service.
#[derive(Debug, Queryable)]
pub(in crate::catalogue) struct PriceRow {
    pub service_code: String,
    pub unit: String,
    pub price_kind: Option<PriceKind>,
    pub offers: i64,
    pub least: Option<Rate>,
    pub most: Option<Rate>,
}

/// What is free of a service in one unit and month.
#[derive(Debug)]
pub(in crate::catalogue) struct FreeRow {
    pub service_code: String,
    pub unit: String,
    pub month: Month,
    pub free: Quantity,
    pub offers: i64,
}

/// What a body has free of a service in one unit.
#[derive(Debug)]
pub(in crate::catalogue) struct BodyFreeRow {
    pub body: BodyId,
    pub service_code: String,
    pub unit: String,
    pub free: Quantity,
}

/// What everybody may count: the one condition of this file.
fn open(today: NaiveDate) -> Open {
    let is_open = offers::state.eq(OfferState::Published).and(offers::last_month.ge(Month::of(today)));
    is_open.and(offers::public_from.assume_not_null().le(today))
}

type Open = And<
    And<Eq<offers::state, OfferState>, GtEq<offers::last_month, Month>>,
    LtEq<AssumeNotNull<offers::public_from>, NaiveDate>,
>;

fn in_region(name: &str) -> Select<Filter<bodies::table, Eq<bodies::region, String>>, bodies::id> {
    bodies::table.filter(bodies::region.eq(name.to_owned())).select(bodies::id)
}

/// The prices asked, by service, unit and basis.
pub(in crate::catalogue) fn prices(
    conn: &mut Conn,
    scope: &Scope,
    today: NaiveDate,
) -> Result<Vec<PriceRow>, StorageError> {
    let query = offers::table
        .filter(open(today))
        .group_by((offers::service_code, offers::unit, offers::price_kind))
        .order((offers::service_code, offers::unit))
        .limit(MOST_ROWS)
        .select((
            offers::service_code,
            offers::unit,
            offers::price_kind,
            count_star(),
            min(offers::price),
            max(offers::price),
        ))
        .into_boxed();
    let query = match scope {
        Scope::Service(code) => query.filter(offers::service_code.eq(code.clone())),
        Scope::Region(name) => query.filter(offers::body_id.eq_any(in_region(name))),
    };
    Ok(query.load(conn)?)
}

/// What is free from this month to `last`, by service, unit and month.
pub(in crate::catalogue) fn free(
    conn: &mut Conn,
    scope: &Scope,
    today: NaiveDate,
    last: Month,
) -> Result<Vec<FreeRow>, StorageError> {
    let query = offer_months::table
        .inner_join(offers::table)
        .filter(open(today))
        .filter(offer_months::month.between(Month::of(today), last))
        .filter(offer_months::free.gt(Quantity::ZERO))
        .group_by((offers::service_code, offers::unit, offer_months::month))
        .order((offers::service_code, offers::unit, offer_months::month))
        .limit(MOST_ROWS)
        .select((
            offers::service_code,
            offers::unit,
            offer_months::month,
            total(offer_months::free),
            count_star(),
        ))
        .into_boxed();
    let query = match scope {
        Scope::Service(code) => query.filter(offers::service_code.eq(code.clone())),
        Scope::Region(name) => query.filter(offers::body_id.eq_any(in_region(name))),
    };
    let rows: Vec<(String, String, Month, Option<i64>, i64)> = query.load(conn)?;
    let row = |(service_code, unit, month, free, offers): (String, String, Month, Option<i64>, i64)| {
        FreeRow { service_code, unit, month, free: Quantity::from_i64(free.unwrap_or(0)), offers }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What each body has free, by service and unit; of all services, or of those with these codes.
pub(in crate::catalogue) fn free_by_body(
    conn: &mut Conn,
    services: Option<Vec<String>>,
    today: NaiveDate,
) -> Result<Vec<BodyFreeRow>, StorageError> {
    let asked: Box<dyn BoxableExpression<offers::table, MultiBackend, SqlType = Bool>> = match services {
        Some(codes) => Box::new(offers::service_code.eq_any(codes)),
        None => Box::new(offers::service_code.is_not_null()),
    };
    let rows: Vec<(BodyId, String, String, Option<i64>)> = offers::table
        .filter(open(today))
        .filter(asked)
        .group_by((offers::body_id, offers::service_code, offers::unit))
        .order((offers::body_id, offers::service_code, offers::unit))
        .limit(MOST_ROWS)
        .select((offers::body_id, offers::service_code, offers::unit, total(offers::free_most)))
        .load(conn)?;
    let row = |(body, service_code, unit, free): (BodyId, String, String, Option<i64>)| BodyFreeRow {
        body,
        service_code,
        unit,
        free: Quantity::from_i64(free.unwrap_or(0)),
    };
    Ok(rows.into_iter().map(row).collect())
}
