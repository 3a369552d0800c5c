//! Finding bodies by words, codes and filters, and counting what each filter would show.

use chrono::NaiveDate;
use diesel::dsl::{InnerJoinQuerySource, count_star};
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use crate::bodies::filter::{BodyFilter, BodySort, Facet, Facets, code_typed, is_start_of_code};
use crate::bodies::kind::BodyKind;
use crate::bodies::model::{BodySummary, Standing};
use crate::bodies::state::BodyState;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::storage::schema::{bodies, body_identifiers, body_search};
use crate::storage::search::{Index, Words};
use crate::storage::{Conn, MultiBackend, StorageError};

type Searched = InnerJoinQuerySource<bodies::table, body_search::table>;
type Condition = Box<dyn BoxableExpression<Searched, MultiBackend, SqlType = Nullable<Bool>>>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = bodies)]
struct SummaryRow {
    id: BodyId,
    name: String,
    kind: BodyKind,
    nation: String,
    region: String,
    state: BodyState,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

impl SummaryRow {
    fn view(self, today: NaiveDate) -> BodySummary {
        BodySummary {
            id: self.id,
            name: self.name,
            kind: self.kind,
            nation: self.nation,
            region: self.region,
            state: self.state,
            standing: Standing::on(today, self.valid_from, self.valid_to),
        }
    }
}

/// One page of the bodies that pass `filter`, and how many there are.
pub(in crate::bodies) fn list(
    conn: &mut Conn,
    filter: &BodyFilter,
    sort: BodySort,
    today: NaiveDate,
    page: PageRequest,
) -> Result<(Vec<BodySummary>, i64), StorageError> {
    let found = bodies::table.inner_join(body_search::table).filter(condition(filter, None, today));
    let total = found.select(count_star()).first(conn)?;
    let query = bodies::table
        .inner_join(body_search::table)
        .filter(condition(filter, None, today))
        .select(SummaryRow::as_select())
        .limit(page.limit())
        .offset(page.offset())
        .into_boxed();
    let query = match (sort, Words::parse(Index::Bodies, &filter.text)) {
        (BodySort::Relevance, Some(words)) => query.order((words.rank(), bodies::name, bodies::id)),
        (BodySort::Relevance | BodySort::Name, _) => query.order((bodies::name, bodies::id)),
        (BodySort::NameDown, _) => query.order((bodies::name.desc(), bodies::id)),
        (BodySort::Region, _) => query.order((bodies::region, bodies::name, bodies::id)),
        (BodySort::RegionDown, _) => query.order((bodies::region.desc(), bodies::name, bodies::id)),
    };
    let rows: Vec<SummaryRow> = query.load(conn)?;
    Ok((rows.into_iter().map(|row| row.view(today)).collect(), total))
}

/// How many bodies each value of each filter would show, the other filters in force.
pub(in crate::bodies) fn facets(
    conn: &mut Conn,
    filter: &BodyFilter,
    today: NaiveDate,
) -> Result<Facets, StorageError> {
    let searched = || bodies::table.inner_join(body_search::table);
    let but = |facet| condition(filter, Some(facet), today);
    let mut standings = Vec::new();
    for standing in Standing::ALL {
        let only = BodyFilter { standings: vec![*standing], ..filter.clone() };
        let count: i64 = searched().filter(condition(&only, None, today)).count().get_result(conn)?;
        standings.push((*standing, count));
    }
    Ok(Facets {
        kinds: searched()
            .filter(but(Facet::Kind))
            .group_by(bodies::kind)
            .select((bodies::kind, count_star()))
            .load(conn)?,
        nations: searched()
            .filter(but(Facet::Nation))
            .group_by(bodies::nation)
            .order(bodies::nation)
            .select((bodies::nation, count_star()))
            .load(conn)?,
        regions: searched()
            .filter(but(Facet::Region))
            .group_by(bodies::region)
            .order(bodies::region)
            .select((bodies::region, count_star()))
            .load(conn)?,
        states: searched()
            .filter(but(Facet::State))
            .group_by(bodies::state)
            .select((bodies::state, count_star()))
            .load(conn)?,
        standings,
    })
}

/// The condition that a body passes `filter`, but for one facet.
fn condition(filter: &BodyFilter, but: Option<Facet>, today: NaiveDate) -> Condition {
    let asked = |facet, is_empty: bool| !is_empty && but != Some(facet);
    let mut whole: Condition = by_text(&filter.text);
    let mut add = |part: Condition| {
        let before = std::mem::replace(&mut whole, anything());
        whole = Box::new(before.and(part));
    };
    if asked(Facet::Kind, filter.kinds.is_empty()) {
        add(Box::new(bodies::kind.eq_any(filter.kinds.clone()).nullable()));
    }
    if asked(Facet::Nation, filter.nations.is_empty()) {
        add(Box::new(bodies::nation.eq_any(filter.nations.clone()).nullable()));
    }
    if asked(Facet::Region, filter.regions.is_empty()) {
        add(Box::new(bodies::region.eq_any(filter.regions.clone()).nullable()));
    }
    if asked(Facet::State, filter.states.is_empty()) {
        add(Box::new(bodies::state.eq_any(filter.states.clone()).nullable()));
    }
    if asked(Facet::Standing, filter.standings.is_empty()) {
        let any: Option<Condition> = filter
            .standings
            .iter()
            .map(|standing| by_standing(*standing, today))
            .reduce(|one, other| Box::new(one.or(other)));
        add(any.unwrap_or_else(anything));
    }
    whole
}

fn anything() -> Condition {
    Box::new(bodies::id.is_not_null().nullable())
}

fn by_text(text: &str) -> Condition {
    let by_code = code_typed(text).map(|code| {
        let pattern = if is_start_of_code(&code) { format!("{code}%") } else { code };
        bodies::id.eq_any(
            body_identifiers::table
                .filter(body_identifiers::code.like(pattern))
                .select(body_identifiers::body_id),
        )
    });
    match (Words::parse(Index::Bodies, text), by_code) {
        (None, _) => anything(),
        (Some(words), None) => Box::new(words.matches().nullable()),
        (Some(words), Some(by_code)) => Box::new(words.matches().or(by_code).nullable()),
    }
}

fn by_standing(standing: Standing, today: NaiveDate) -> Condition {
    let begun = bodies::valid_from.is_null().or(bodies::valid_from.le(today));
    let not_over = bodies::valid_to.is_null().or(bodies::valid_to.ge(today));
    match standing {
        Standing::Current => Box::new(begun.and(not_over)),
        Standing::Future => Box::new(bodies::valid_from.gt(today)),
        Standing::Former => Box::new(begun.and(bodies::valid_to.lt(today))),
    }
}
