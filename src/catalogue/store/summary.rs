//! What the open offers of a part of the catalogue add up to.

use chrono::NaiveDate;
use diesel::dsl::{And, AssumeNotNull, Eq, Filter, GtEq, LtEq, Select, count_star, max, min};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
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

/// Whose counts they are: what everybody sees today, and what a reader sees besides.
#[derive(Clone, Debug)]
pub(in crate::catalogue) struct Seen {
    pub(in crate::catalogue) today: NaiveDate,
    pub(in crate::catalogue) besides: Vec<OfferId>,
}

/// What may stand in a count if its reader sees it: with `seen!`, the one condition of this file.
fn open(today: NaiveDate) -> And<Eq<offers::state, OfferState>, GtEq<offers::last_month, Month>> {
    offers::state.eq(OfferState::Published).and(offers::last_month.ge(Month::of(today)))
}

fn is_public(today: NaiveDate) -> LtEq<AssumeNotNull<offers::public_from>, NaiveDate> {
    offers::public_from.assume_not_null().le(today)
}

/// Narrows a boxed query to what its reader sees. Whoever sees nothing besides is asked about with the plain condition,
/// for which there is an index.
macro_rules! seen {
    ($query:expr, $seen:expr) => {
        if $seen.besides.is_empty() {
            $query.filter(is_public($seen.today))
        } else {
            $query.filter(is_public($seen.today).or(offers::id.eq_any($seen.besides.clone())))
        }
    };
}

fn in_region(name: &str) -> Select<Filter<bodies::table, Eq<bodies::region, String>>, bodies::id> {
    bodies::table.filter(bodies::region.eq(name.to_owned())).select(bodies::id)
}

/// The prices asked, by service, unit and basis.
pub(in crate::catalogue) fn prices(
    conn: &mut Conn,
    scope: &Scope,
    seen: &Seen,
) -> Result<Vec<PriceRow>, StorageError> {
    let query = offers::table
        .filter(open(seen.today))
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
    Ok(seen!(query, seen).load(conn)?)
}

/// What is free from this month to `last`, by service, unit and month.
pub(in crate::catalogue) fn free(
    conn: &mut Conn,
    scope: &Scope,
    seen: &Seen,
    last: Month,
) -> Result<Vec<FreeRow>, StorageError> {
    let query = offer_months::table
        .inner_join(offers::table)
        .filter(open(seen.today))
        .filter(offer_months::month.between(Month::of(seen.today), last))
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
    let rows: Vec<(String, String, Month, Option<i64>, i64)> = seen!(query, seen).load(conn)?;
    let row = |(service_code, unit, month, free, offers): (String, String, Month, Option<i64>, i64)| {
        FreeRow { service_code, unit, month, free: Quantity::from_i64(free.unwrap_or(0)), offers }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What each body has free, by service and unit; of all services, or of those with these codes.
pub(in crate::catalogue) fn free_by_body(
    conn: &mut Conn,
    services: Option<Vec<String>>,
    seen: &Seen,
) -> Result<Vec<BodyFreeRow>, StorageError> {
    let asked: Box<dyn BoxableExpression<offers::table, MultiBackend, SqlType = Bool>> = match services {
        Some(codes) => Box::new(offers::service_code.eq_any(codes)),
        None => Box::new(offers::service_code.is_not_null()),
    };
    let query = offers::table
        .filter(open(seen.today))
        .filter(asked)
        .group_by((offers::body_id, offers::service_code, offers::unit))
        .order((offers::body_id, offers::service_code, offers::unit))
        .limit(MOST_ROWS)
        .select((offers::body_id, offers::service_code, offers::unit, total(offers::free_most)))
        .into_boxed();
    let rows: Vec<(BodyId, String, String, Option<i64>)> = seen!(query, seen).load(conn)?;
    let row = |(body, service_code, unit, free): (BodyId, String, String, Option<i64>)| BodyFreeRow {
        body,
        service_code,
        unit,
        free: Quantity::from_i64(free.unwrap_or(0)),
    };
    Ok(rows.into_iter().map(row).collect())
}
