//! Agreements and who is party to them.

use diesel::prelude::*;

use crate::agreements::model::AgreementLine;
use crate::agreements::queries::{AgreementFilter, AgreementOrder};
use crate::agreements::state::AgreementState;
use crate::bodies::queries::{SearchWord, names, search_words};
use crate::kernel::ids::{AgreementId, BodyId, ProposalId};
use crate::kernel::{Instant, Month, Page, PageRequest, Pence};
use crate::storage::schema::{agreement_parties, agreements};
use crate::storage::{Conn, LockExt, MultiBackend, StorageError, Tx, lower};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements)]
pub(in crate::agreements) struct AgreementRow {
    pub(in crate::agreements) id: AgreementId,
    pub(in crate::agreements) reference: String,
    pub(in crate::agreements) proposal_id: ProposalId,
    pub(in crate::agreements) title: String,
    pub(in crate::agreements) state: AgreementState,
    pub(in crate::agreements) first_month: Month,
    pub(in crate::agreements) last_month: Month,
    pub(in crate::agreements) text: String,
    pub(in crate::agreements) sha256: String,
    pub(in crate::agreements) tolerance: Pence,
    pub(in crate::agreements) signed_at: Instant,
    pub(in crate::agreements) version: i64,
}

pub(in crate::agreements) fn insert(
    tx: &mut Tx<'_>,
    row: &AgreementRow,
    parties: &[BodyId],
) -> Result<(), StorageError> {
    diesel::insert_into(agreements::table).values(row).execute(tx.conn())?;
    for body in parties {
        let party = (agreement_parties::agreement_id.eq(row.id), agreement_parties::body_id.eq(*body));
        diesel::insert_into(agreement_parties::table).values(party).execute(tx.conn())?;
    }
    Ok(())
}

/// The agreement, if `body` is a party to it.
pub(in crate::agreements) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: AgreementId,
) -> Result<Option<AgreementRow>, StorageError> {
    Ok(agreements::table
        .inner_join(agreement_parties::table)
        .filter(agreements::id.eq(id))
        .filter(agreement_parties::body_id.eq(body))
        .select(AgreementRow::as_select())
        .first(conn)
        .optional()?)
}

/// The agreement that a proposal became, if `body` is a party to it.
pub(in crate::agreements) fn of_proposal(
    conn: &mut Conn,
    body: BodyId,
    proposal: ProposalId,
) -> Result<Option<AgreementId>, StorageError> {
    Ok(agreements::table
        .inner_join(agreement_parties::table)
        .filter(agreements::proposal_id.eq(proposal))
        .filter(agreement_parties::body_id.eq(body))
        .select(agreements::id)
        .first(conn)
        .optional()?)
}

/// The parties of some agreements with their names of today.
pub(in crate::agreements) fn parties(
    conn: &mut Conn,
    ids: Vec<AgreementId>,
) -> Result<Vec<(AgreementId, BodyId, String)>, StorageError> {
    let rows: Vec<(AgreementId, BodyId)> = agreement_parties::table
        .filter(agreement_parties::agreement_id.eq_any(ids))
        .order((agreement_parties::agreement_id, agreement_parties::body_id))
        .select((agreement_parties::agreement_id, agreement_parties::body_id))
        .load(conn)?;
    let names = names(conn, rows.iter().map(|(_, body)| *body).collect())?;
    let with_name =
        |(id, body)| (id, body, names.get(&body).cloned().unwrap_or_else(|| "Unknown body".to_owned()));
    Ok(rows.into_iter().map(with_name).collect())
}

type Filtered<'a> = agreements::BoxedQuery<'a, MultiBackend>;

/// The agreements of `body` that pass the filter.
fn filtered<'a>(body: BodyId, state: Option<AgreementState>, words: &[SearchWord]) -> Filtered<'a> {
    let ours = agreement_parties::table
        .filter(agreement_parties::body_id.eq(body))
        .select(agreement_parties::agreement_id);
    let mut query = agreements::table.filter(agreements::id.eq_any(ours)).into_boxed();
    if let Some(state) = state {
        query = query.filter(agreements::state.eq(state));
    }
    for word in words {
        let with = agreement_parties::table
            .filter(agreement_parties::body_id.ne(body))
            .filter(agreement_parties::body_id.eq_any(word.bodies.clone()))
            .select(agreement_parties::agreement_id);
        query = query.filter(
            lower(agreements::title)
                .like(word.pattern.clone())
                .or(lower(agreements::reference).like(word.pattern.clone()))
                .or(agreements::id.eq_any(with)),
        );
    }
    query
}

/// One page of the list of agreements of `body`.
pub(in crate::agreements) fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &AgreementFilter,
    page: PageRequest,
) -> Result<Page<AgreementLine>, StorageError> {
    let words = search_words(conn, &filter.words)?;
    let total: i64 = filtered(body, filter.state, &words).count().get_result(conn)?;
    let query = filtered(body, filter.state, &words);
    let query = match filter.order {
        AgreementOrder::Newest => query.order(agreements::id.desc()),
        AgreementOrder::Reference => query.order(agreements::reference.asc()),
        AgreementOrder::Title => query.order((agreements::title.asc(), agreements::id)),
        AgreementOrder::FirstMonth => query.order((agreements::first_month.asc(), agreements::id)),
        AgreementOrder::LastMonth => query.order((agreements::last_month.asc(), agreements::id)),
    };
    let rows: Vec<AgreementRow> =
        query.limit(page.limit()).offset(page.offset()).select(AgreementRow::as_select()).load(conn)?;
    let parties = parties(conn, rows.iter().map(|row| row.id).collect())?;
    let partners = |id| {
        let others = parties.iter().filter(|(of, party, _)| *of == id && *party != body);
        others.map(|(_, _, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let lines = rows.into_iter().map(|row| AgreementLine {
        partners: partners(row.id),
        id: row.id,
        reference: row.reference,
        title: row.title,
        state: row.state,
        first_month: row.first_month,
        last_month: row.last_month,
        signed_at: row.signed_at,
    });
    Ok(Page::new(lines.collect(), page, total))
}

/// The agreements that deliver in `month`, oldest first.
pub(in crate::agreements) fn running_in(
    conn: &mut Conn,
    month: Month,
    page: PageRequest,
) -> Result<Vec<AgreementId>, StorageError> {
    Ok(agreements::table
        .filter(agreements::first_month.le(month))
        .filter(agreements::last_month.ge(month))
        .order(agreements::id)
        .limit(page.limit())
        .offset(page.offset())
        .select(agreements::id)
        .load(conn)?)
}

/// The reference and day of the agreement that was signed under this hash.
pub(in crate::agreements) fn by_hash(
    conn: &mut Conn,
    sha256: &str,
) -> Result<Option<(String, Instant)>, StorageError> {
    Ok(agreements::table
        .filter(agreements::sha256.eq(sha256))
        .select((agreements::reference, agreements::signed_at))
        .first(conn)
        .optional()?)
}

/// Agreements whose state is behind the month, locked; those another worker holds are left to it.
pub(in crate::agreements) fn behind(
    tx: &mut Tx<'_>,
    month: Month,
    most: i64,
) -> Result<Vec<AgreementRow>, StorageError> {
    let starts = agreements::state.eq(AgreementState::PendingStart).and(agreements::first_month.le(month));
    let ends = agreements::state.eq(AgreementState::Active).and(agreements::last_month.lt(month));
    Ok(agreements::table
        .filter(starts.or(ends))
        .order(agreements::id)
        .limit(most)
        .select(AgreementRow::as_select())
        .locked_skipping()
        .load(tx.conn())?)
}

pub(in crate::agreements) fn set_state(
    tx: &mut Tx<'_>,
    row: &AgreementRow,
    next: AgreementState,
) -> Result<(), StorageError> {
    let changed = diesel::update(agreements::table)
        .filter(agreements::id.eq(row.id))
        .filter(agreements::version.eq(row.version))
        .set((agreements::state.eq(next), agreements::version.eq(agreements::version + 1)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
