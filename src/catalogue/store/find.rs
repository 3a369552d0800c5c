//! Finding published offers. Every query here goes over `offers` alone and asks other tables by subquery, so that each
//! filter is written once and each order has its index.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Pays, Sort};
use crate::catalogue::model::{FoundOffer, Takes};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, PageRequest, Quantity, Rate};
use crate::storage::schema::{bodies, offer_months, offer_search, offers, services};
use crate::storage::search::{self, Index, Words};
use crate::storage::{Conn, MultiBackend, StorageError};

type Condition = Box<dyn BoxableExpression<offers::table, MultiBackend, SqlType = diesel::sql_types::Bool>>;

/// The most finds that are put in order of relevance; nobody reads further than that.
const MOST_RANKED: i64 = 1_000;

/// A list of choices, which counts what each of them would leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalogue) enum Facet {
    Families,
    Kinds,
    Pays,
}

/// The ids of one page of what fits, in order.
pub(in crate::catalogue) fn ids(
    conn: &mut Conn,
    filter: &CatalogueFilter,
    now: Month,
    page: PageRequest,
) -> Result<Vec<OfferId>, StorageError> {
    let words = Words::parse(Index::Offers, &filter.words);
    let sort = filter.sort.unwrap_or(Sort::Relevance);
    if let (Some(words), Sort::Relevance) = (words, sort) {
        return by_relevance(conn, &words, filter, now, page);
    }
    let query = offers::table.filter(condition(filter, now, None)).into_boxed();
    let query = match sort {
        Sort::Relevance | Sort::Newest => query.order((offers::published_at.desc(), offers::id.asc())),
        Sort::Price => query.order((
            offers::price.is_null().asc(),
            offers::price_kind.desc(),
            offers::price.asc(),
            offers::id.asc(),
        )),
        Sort::Free => query.order((offers::free_most.desc(), offers::id.asc())),
        Sort::Title => query.order((offers::title.asc(), offers::id.asc())),
    };
    Ok(query.select(offers::id).limit(page.limit()).offset(page.offset()).load(conn)?)
}

/// Whatever fits, the best match first. Matches too weak to be ranked follow in no particular order.
fn by_relevance(
    conn: &mut Conn,
    words: &Words,
    filter: &CatalogueFilter,
    now: Month,
    page: PageRequest,
) -> Result<Vec<OfferId>, StorageError> {
    let best = search::best(conn, words, MOST_RANKED)?;
    let fits: Vec<OfferId> =
        offers::table.filter(condition(filter, now, None)).select(offers::id).load(conn)?;
    let mut fits: std::collections::BTreeSet<OfferId> = fits.into_iter().collect();
    let mut ordered: Vec<OfferId> = offer_search::table
        .filter(offer_search::seq.eq_any(&best))
        .select((offer_search::seq, offer_search::offer_id))
        .load::<(i64, OfferId)>(conn)
        .map(|rows| in_order(&best, rows))?;
    ordered.retain(|id| fits.remove(id));
    ordered.extend(fits);
    let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(page.limit()).unwrap_or_default();
    Ok(ordered.into_iter().skip(skip).take(take).collect())
}

fn in_order<K: Ord + Copy, V>(keys: &[K], rows: Vec<(K, V)>) -> Vec<V> {
    let mut rows: BTreeMap<K, V> = rows.into_iter().collect();
    keys.iter().filter_map(|key| rows.remove(key)).collect()
}

/// How many fit, by what each takes: their sum is the length of the whole list.
pub(in crate::catalogue) fn count_by_takes(
    conn: &mut Conn,
    filter: &CatalogueFilter,
    now: Month,
) -> Result<Vec<(Takes, i64)>, StorageError> {
    Ok(offers::table
        .filter(condition(filter, now, Some(Facet::Pays)))
        .group_by(offers::takes)
        .select((offers::takes, count_star()))
        .load(conn)?)
}

/// How many fit in each service.
pub(in crate::catalogue) fn count_by_service(
    conn: &mut Conn,
    filter: &CatalogueFilter,
    now: Month,
) -> Result<BTreeMap<String, i64>, StorageError> {
    let counts: Vec<(String, i64)> = offers::table
        .filter(condition(filter, now, Some(Facet::Families)))
        .group_by(offers::service_code)
        .select((offers::service_code, count_star()))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// How many fit at each kind of body.
pub(in crate::catalogue) fn count_by_kind(
    conn: &mut Conn,
    filter: &CatalogueFilter,
    now: Month,
) -> Result<BTreeMap<BodyKind, i64>, StorageError> {
    let counts: Vec<(BodyId, i64)> = offers::table
        .filter(condition(filter, now, Some(Facet::Kinds)))
        .group_by(offers::body_id)
        .select((offers::body_id, count_star()))
        .load(conn)?;
    let kinds: BTreeMap<BodyId, String> = bodies::table
        .select((bodies::id, bodies::kind))
        .load::<(BodyId, String)>(conn)?
        .into_iter()
        .collect();
    let mut by_kind = BTreeMap::new();
    for (body, count) in counts {
        let kind = kinds.get(&body).and_then(|kind| kind.parse().ok()).unwrap_or(BodyKind::Other);
        *by_kind.entry(kind).or_insert(0) += count;
    }
    Ok(by_kind)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct FoundRow {
    id: OfferId,
    body_id: BodyId,
    title: String,
    description: String,
    service_code: String,
    unit: String,
    first_month: Month,
    last_month: Month,
    takes: Takes,
    price_kind: Option<PriceKind>,
    price: Option<Rate>,
    free_most: Quantity,
    published_at: Option<Instant>,
}

/// What a list shows of these offers, in the order of `ids`.
pub(in crate::catalogue) fn by_ids(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<Vec<FoundOffer>, StorageError> {
    let rows: Vec<(FoundRow, String, String, String, String)> = offers::table
        .inner_join(bodies::table)
        .inner_join(services::table)
        .filter(offers::id.eq_any(ids))
        .select((FoundRow::as_select(), bodies::name, bodies::kind, bodies::region, services::name))
        .load(conn)?;
    let found = rows.into_iter().map(|(row, body_name, kind, region, service_name)| {
        let found = FoundOffer {
            id: row.id,
            body: row.body_id,
            body_name,
            body_kind: kind.parse().unwrap_or(BodyKind::Other),
            region,
            title: row.title,
            description: row.description,
            service_code: row.service_code,
            service_name,
            unit: row.unit,
            first_month: row.first_month,
            last_month: row.last_month,
            takes: row.takes,
            price_kind: row.price_kind,
            price: row.price,
            free_most: row.free_most,
            published_at: row.published_at,
        };
        (found.id, found)
    });
    Ok(in_order(ids, found.collect()))
}

/// One page of what a body has in the catalogue, newest first, and how many they are.
pub(in crate::catalogue) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    now: Month,
    page: PageRequest,
) -> Result<(Vec<FoundOffer>, i64), StorageError> {
    let theirs = || open(now).and(offers::body_id.eq(body));
    let total = offers::table.filter(theirs()).count().get_result(conn)?;
    let ids: Vec<OfferId> = offers::table
        .filter(theirs())
        .order((offers::published_at.desc(), offers::id.asc()))
        .limit(page.limit())
        .offset(page.offset())
        .select(offers::id)
        .load(conn)?;
    Ok((by_ids(conn, &ids)?, total))
}

/// Every nation and region that has a body, for the lists to choose from.
pub(in crate::catalogue) fn places(conn: &mut Conn) -> Result<Vec<(String, String)>, StorageError> {
    Ok(bodies::table
        .select((bodies::nation, bodies::region))
        .distinct()
        .order((bodies::nation, bodies::region))
        .limit(200)
        .load(conn)?)
}

/// In the catalogue: published, and not over.
fn open(now: Month) -> Condition {
    Box::new(offers::state.eq(OfferState::Published).and(offers::last_month.ge(now)))
}

/// Everything the filter asks for, but for the one list whose choices are being counted.
fn condition(filter: &CatalogueFilter, now: Month, except: Option<Facet>) -> Condition {
    let mut condition = open(now);
    if let Some(words) = Words::parse(Index::Offers, &filter.words) {
        let found = offer_search::table.filter(words.matches()).select(offer_search::offer_id);
        condition = Box::new(condition.and(offers::id.eq_any(found)));
    }
    if let Some(service) = &filter.service {
        condition = Box::new(condition.and(offers::service_code.eq(service.clone())));
    }
    if except != Some(Facet::Families) && !filter.families.is_empty() {
        let theirs = services::table
            .filter(services::family_code.eq_any(filter.families.clone()))
            .select(services::code);
        condition = Box::new(condition.and(offers::service_code.eq_any(theirs)));
    }
    if except != Some(Facet::Pays) && !filter.pays.is_empty() {
        condition = Box::new(condition.and(offers::takes.eq_any(taken(&filter.pays))));
    }
    if let Some(month) = filter.from {
        condition = Box::new(condition.and(offers::first_month.le(month)).and(offers::last_month.ge(month)));
    }
    by_body(by_quantity(condition, filter), filter, except)
}

fn by_quantity(condition: Condition, filter: &CatalogueFilter) -> Condition {
    match (filter.least, filter.from) {
        (None, _) => condition,
        (Some(least), None) => Box::new(condition.and(offers::free_most.ge(least))),
        (Some(least), Some(month)) => {
            let enough = offer_months::table
                .filter(offer_months::month.eq(month))
                .filter(offer_months::free.ge(least))
                .select(offer_months::offer_id);
            Box::new(condition.and(offers::id.eq_any(enough)))
        }
    }
}

fn by_body(mut condition: Condition, filter: &CatalogueFilter, except: Option<Facet>) -> Condition {
    if except != Some(Facet::Kinds) && !filter.kinds.is_empty() {
        let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.as_str()).collect();
        let theirs = bodies::table.filter(bodies::kind.eq_any(kinds)).select(bodies::id);
        condition = Box::new(condition.and(offers::body_id.eq_any(theirs)));
    }
    if let Some(nation) = &filter.nation {
        let theirs = bodies::table.filter(bodies::nation.eq(nation.clone())).select(bodies::id);
        condition = Box::new(condition.and(offers::body_id.eq_any(theirs)));
    }
    if let Some(region) = &filter.region {
        let theirs = bodies::table.filter(bodies::region.eq(region.clone())).select(bodies::id);
        condition = Box::new(condition.and(offers::body_id.eq_any(theirs)));
    }
    condition
}

/// What an offer must take for somebody who pays in one of these ways.
fn taken(pays: &[Pays]) -> Vec<Takes> {
    let mut takes = vec![Takes::Either];
    takes.extend(pays.iter().map(|pays| match pays {
        Pays::Cash => Takes::Cash,
        Pays::InKind => Takes::InKind,
    }));
    takes
}
