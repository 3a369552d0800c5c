//! Proposals. Number 0 is a draft, which only the body that writes it sees, also after it was thrown away.

use diesel::prelude::*;

use super::versions;
use crate::bodies::queries::{SearchWord, names, search_words};
use crate::catalogue::OfferState;
use crate::kernel::ids::{BodyId, EnquiryId, NeedId, OfferId, ProposalId};
use crate::kernel::{Instant, Month, Page, PageRequest};
use crate::negotiation::model::{Parties, Proposal, Version};
use crate::negotiation::queries::{ProposalFilter, ProposalOrder};
use crate::negotiation::state::ProposalState;
use crate::storage::schema::{offers, proposal_counters, proposals};
use crate::storage::{Conn, LockExt, MultiBackend, Native, StorageError, Tx, lower};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = proposals, treat_none_as_default_value = false)]
struct ProposalRow {
    id: ProposalId,
    reference: String,
    title: String,
    proposer_id: BodyId,
    partner_id: BodyId,
    enquiry_id: Option<EnquiryId>,
    need_id: Option<NeedId>,
    state: ProposalState,
    number: i32,
    expires_at: Option<Instant>,
    closed_reason: Option<String>,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

pub(in crate::negotiation) fn insert(tx: &mut Tx<'_>, proposal: &Proposal) -> Result<(), StorageError> {
    let row = ProposalRow {
        id: proposal.id,
        reference: proposal.reference.clone(),
        title: proposal.title.clone(),
        proposer_id: proposal.parties.proposer,
        partner_id: proposal.parties.partner,
        enquiry_id: proposal.enquiry,
        need_id: proposal.need,
        state: proposal.state,
        number: proposal.number,
        expires_at: proposal.expires_at,
        closed_reason: proposal.closed_reason.clone(),
        version: proposal.version,
        created_at: proposal.created_at,
        updated_at: proposal.updated_at,
    };
    diesel::insert_into(proposals::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Writes what can change of a proposal, if nobody changed it since it was read.
pub(in crate::negotiation) fn update(tx: &mut Tx<'_>, proposal: &Proposal) -> Result<(), StorageError> {
    let changed = diesel::update(proposals::table)
        .filter(proposals::id.eq(proposal.id))
        .filter(proposals::version.eq(proposal.version))
        .set((
            proposals::title.eq(&proposal.title),
            proposals::state.eq(proposal.state),
            proposals::number.eq(proposal.number),
            proposals::expires_at.eq(proposal.expires_at),
            proposals::closed_reason.eq(&proposal.closed_reason),
            proposals::updated_at.eq(proposal.updated_at),
            proposals::version.eq(proposals::version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The next number of a year's proposals. A number that is taken is never given again.
pub(in crate::negotiation) fn next_number(tx: &mut Tx<'_>, year: i32) -> Result<i32, StorageError> {
    let counted = diesel::insert_into(proposal_counters::table)
        .values((proposal_counters::year.eq(year), proposal_counters::last.eq(1)))
        .on_conflict(proposal_counters::year)
        .do_update()
        .set(proposal_counters::last.eq(proposal_counters::last + 1));
    Native(counted).execute(tx.conn())?;
    Ok(proposal_counters::table.find(year).select(proposal_counters::last).first(tx.conn())?)
}

type Filtered<'a> = proposals::BoxedQuery<'a, MultiBackend>;

/// The proposals that `body` may know of: its own, and those sent to it.
fn visible<'a>(body: BodyId) -> Filtered<'a> {
    let received = proposals::partner_id.eq(body).and(proposals::number.ge(1));
    proposals::table.filter(proposals::proposer_id.eq(body).or(received)).into_boxed()
}

/// The proposal, if `body` made it or got it.
pub(in crate::negotiation) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: ProposalId,
) -> Result<Option<Proposal>, StorageError> {
    let row: Option<ProposalRow> =
        visible(body).filter(proposals::id.eq(id)).select(ProposalRow::as_select()).first(conn).optional()?;
    Ok(views(conn, row.into_iter().collect())?.into_iter().next())
}

/// [`of_party`], with the proposal locked until the transaction ends: whatever happens to one happens in turn.
pub(in crate::negotiation) fn lock(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: ProposalId,
) -> Result<Option<Proposal>, StorageError> {
    proposals::table
        .filter(proposals::id.eq(id))
        .select(proposals::id)
        .locked()
        .load::<ProposalId>(tx.conn())?;
    of_party(tx.conn(), body, id)
}

/// Proposals that nobody acted on in time, locked; those another worker holds are left to it.
pub(in crate::negotiation) fn lock_due(
    tx: &mut Tx<'_>,
    now: Instant,
    most: i64,
) -> Result<Vec<Proposal>, StorageError> {
    let rows: Vec<ProposalRow> = proposals::table
        .filter(proposals::expires_at.le(now))
        .filter(proposals::state.eq_any(UNDER_NEGOTIATION.to_vec()))
        .order(proposals::id)
        .limit(most)
        .select(ProposalRow::as_select())
        .locked_skipping()
        .load(tx.conn())?;
    views(tx.conn(), rows)
}

/// Sent, and neither signed nor closed.
const UNDER_NEGOTIATION: [ProposalState; 3] =
    [ProposalState::Sent, ProposalState::Countered, ProposalState::AgreedInPrinciple];

fn filtered<'a>(body: BodyId, filter: &ProposalFilter, words: &[SearchWord]) -> Filtered<'a> {
    let mut query = visible(body);
    if filter.under_negotiation {
        query = query.filter(proposals::state.eq_any(UNDER_NEGOTIATION.to_vec()));
    }
    if let Some(state) = filter.state {
        query = query.filter(proposals::state.eq(state));
    }
    if let Some(need) = filter.need {
        query = query.filter(proposals::need_id.eq(need));
    }
    for word in words {
        // Either of the two is the partner in the eyes of the other, and nobody looks for their own name.
        let theirs = proposals::proposer_id
            .ne(body)
            .and(proposals::proposer_id.eq_any(word.bodies.clone()))
            .or(proposals::partner_id.ne(body).and(proposals::partner_id.eq_any(word.bodies.clone())));
        query = query.filter(
            lower(proposals::title)
                .like(word.pattern.clone())
                .or(lower(proposals::reference).like(word.pattern.clone()))
                .or(theirs),
        );
    }
    if filter.waiting {
        let ours = proposals::proposer_id.eq(body).and(proposals::state.eq(ProposalState::Countered));
        let theirs = proposals::partner_id.eq(body).and(proposals::state.eq(ProposalState::Sent));
        return query.filter(ours.or(theirs));
    }
    query
}

/// One page of the proposals of `body`.
pub(in crate::negotiation) fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &ProposalFilter,
    page: PageRequest,
) -> Result<Page<Proposal>, StorageError> {
    let words = search_words(conn, &filter.words)?;
    let total: i64 = filtered(body, filter, &words).count().get_result(conn)?;
    let query = filtered(body, filter, &words);
    let query = match filter.order {
        ProposalOrder::Newest => query.order((proposals::updated_at.desc(), proposals::id.desc())),
        ProposalOrder::Reference => query.order((proposals::reference.asc(), proposals::id.desc())),
        ProposalOrder::Title => query.order((proposals::title.asc(), proposals::id.desc())),
        ProposalOrder::Soonest => query.order((
            proposals::expires_at.is_null().asc(),
            proposals::expires_at.asc(),
            proposals::id.desc(),
        )),
    };
    let rows: Vec<ProposalRow> =
        query.limit(page.limit()).offset(page.offset()).select(ProposalRow::as_select()).load(conn)?;
    Ok(Page::new(views(conn, rows)?, page, total))
}

/// One version of a proposal that the caller has found.
pub(in crate::negotiation) fn version(
    conn: &mut Conn,
    proposal: &Proposal,
    number: i32,
) -> Result<Option<Version>, StorageError> {
    versions::find(conn, &proposal.parties, proposal.id, number)
}

/// The offers that a body has in the catalogue, newest first; of one service alone, if that is asked for.
pub(in crate::negotiation) fn published_offers(
    conn: &mut Conn,
    body: BodyId,
    service: Option<&str>,
    this_month: Month,
) -> Result<Vec<OfferId>, StorageError> {
    const MOST: i64 = 50;
    let mut query = offers::table
        .filter(offers::body_id.eq(body))
        .filter(offers::state.eq(OfferState::Published))
        .filter(offers::last_month.ge(this_month))
        .order(offers::id.desc())
        .limit(MOST)
        .select(offers::id)
        .into_boxed();
    if let Some(service) = service {
        query = query.filter(offers::service_code.eq(service.to_owned()));
    }
    Ok(query.load(conn)?)
}

fn views(conn: &mut Conn, rows: Vec<ProposalRow>) -> Result<Vec<Proposal>, StorageError> {
    let names = names(conn, rows.iter().flat_map(|row| [row.proposer_id, row.partner_id]).collect())?;
    let name = |body: BodyId| names.get(&body).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| Proposal {
            id: row.id,
            reference: row.reference,
            title: row.title,
            parties: Parties {
                proposer: row.proposer_id,
                proposer_name: name(row.proposer_id),
                partner: row.partner_id,
                partner_name: name(row.partner_id),
            },
            enquiry: row.enquiry_id,
            need: row.need_id,
            state: row.state,
            number: row.number,
            expires_at: row.expires_at,
            closed_reason: row.closed_reason,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
        .collect())
}
