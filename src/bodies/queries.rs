//! What pages, programs and other capabilities read of bodies and claims.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::claim::{ClaimEvidence, ClaimLink, ClaimStep, ClaimView};
use super::error::BodyError;
use super::filter::{BodyFilter, BodySort, Facets};
use super::mail_domain;
pub use super::model::BodyPlace;
use super::model::{BodyBrief, BodyDetail, BodySummary, Standing};
use super::state::ClaimState;
use super::store::{bank_holidays as holidays, bodies, claims, domains, places, search, successions};
use crate::access::commands::usable_link;
use crate::access::{AccessError, Email, LinkPurpose, Operator, Secret};
use crate::kernel::ids::{BodyId, ClaimId};
use crate::kernel::working_days::BankHolidays;
use crate::kernel::{Instant, Page, PageRequest, london, text};
use crate::storage::{Conn, StorageError};

/// One page of the bodies that pass a filter.
pub fn search(
    conn: &mut Conn,
    filter: &BodyFilter,
    sort: BodySort,
    page: PageRequest,
    now: Instant,
) -> Result<Page<BodySummary>, StorageError> {
    let (bodies, total) = search::list(conn, filter, sort, london::date(now), page)?;
    Ok(Page::new(bodies, page, total))
}

/// How many bodies each value of each filter would show.
pub fn facets(conn: &mut Conn, filter: &BodyFilter, now: Instant) -> Result<Facets, StorageError> {
    search::facets(conn, filter, london::date(now))
}

/// Every body that passes a filter, for a file.
pub fn search_all(
    conn: &mut Conn,
    filter: &BodyFilter,
    sort: BodySort,
    now: Instant,
) -> Result<Vec<BodySummary>, StorageError> {
    let mut bodies = Vec::new();
    for number in 1..=PageRequest::LAST {
        let page = search(conn, filter, sort, PageRequest::new(number, PageRequest::MOST), now)?;
        let is_last = number >= page.pages();
        bodies.extend(page.items);
        if is_last {
            break;
        }
    }
    Ok(bodies)
}

/// Everything public about a body.
pub fn detail(conn: &mut Conn, id: BodyId, now: Instant) -> Result<BodyDetail, BodyError> {
    let row = bodies::find(conn, id)?.ok_or(BodyError::NotFound)?;
    Ok(BodyDetail {
        standing: Standing::on(london::date(now), row.valid_from, row.valid_to),
        identifiers: bodies::identifiers(conn, id)?,
        domains: domains::of_body(conn, id)?,
        predecessors: successions::predecessors(conn, id)?,
        successors: successions::successors(conn, id)?,
        has_administrator: claims::has_administrator(conn, id)?,
        id,
        name: row.name,
        kind: row.kind,
        register_kind: row.register_kind,
        nation: row.nation,
        region: row.region,
        website: row.website,
        state: row.state,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        version: row.version,
    })
}

/// Bodies by the names that somebody typed.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// Those that have one of the names, or one of the ids.
    pub exactly: Vec<(BodyId, String)>,
    /// By a name that no body has, in small letters: the first few bodies whose name it is part of.
    pub like: HashMap<String, Vec<(BodyId, String)>>,
}

/// The bodies that exist and are meant by these names, capitals or not, or ids; and of a name that no body has, those whose name
/// it is part of.
pub fn called_or_like(conn: &mut Conn, names: &[String]) -> Result<Called, StorageError> {
    /// One more than are told, and one for the body that asks.
    const EACH: i64 = 7;
    /// A file may name very many; nobody mends more mistakes than this at once.
    const MOST_UNKNOWN: usize = 200;
    let exactly = bodies::called(conn, names)?;
    let known: HashSet<String> =
        exactly.iter().flat_map(|(id, name)| [id.to_string(), name.to_lowercase()]).collect();
    let said: BTreeSet<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let parts = said.into_iter().filter(|part| part.chars().count() >= 3 && !known.contains(part));
    let like = parts.take(MOST_UNKNOWN).map(|part| Ok((part.clone(), bodies::holding(conn, &part, EACH)?)));
    let like = like.collect::<Result<HashMap<_, _>, StorageError>>()?;
    Ok(Called { exactly, like })
}

/// As much of a body as another capability needs beside its id.
pub fn brief(conn: &mut Conn, id: BodyId) -> Result<Option<BodyBrief>, StorageError> {
    bodies::brief(conn, id)
}

/// The names of these bodies as they are now.
pub fn names(conn: &mut Conn, ids: Vec<BodyId>) -> Result<HashMap<BodyId, String>, StorageError> {
    bodies::names_of(conn, ids)
}

/// Where these bodies are, by name.
pub fn places(conn: &mut Conn, ids: Vec<BodyId>) -> Result<Vec<BodyPlace>, StorageError> {
    places::of(conn, &ids)
}

/// One page of all bodies, and when each was last changed, in an order that stays.
pub fn ids(conn: &mut Conn, page: PageRequest) -> Result<Page<(BodyId, Instant)>, StorageError> {
    let (ids, total) = places::ids(conn, page)?;
    Ok(Page::new(ids, page, total))
}

/// Something that somebody looks for in a list: as a pattern for `LIKE` over small letters, and the bodies whose name
/// holds it.
#[derive(Clone, Debug)]
pub struct SearchWord {
    pub pattern: String,
    pub bodies: Vec<BodyId>,
}

/// The words of a search over a list whose rows name bodies.
pub fn search_words(conn: &mut Conn, raw: &str) -> Result<Vec<SearchWord>, StorageError> {
    let with_bodies = |word: String| {
        let pattern = format!("%{word}%");
        let bodies = bodies::named_like(conn, &pattern)?;
        Ok(SearchWord { pattern, bodies })
    };
    text::words(raw).into_iter().map(with_bodies).collect()
}

/// Every body by name, and whether it exists still: what supplier names in a ledger are compared with.
pub fn directory(conn: &mut Conn) -> Result<Vec<(BodyId, String, bool)>, StorageError> {
    let names = bodies::names(conn)?;
    Ok(names.into_iter().map(|(id, name, valid_to)| (id, name, valid_to.is_none())).collect())
}

/// The bank holidays of every division.
pub fn bank_holidays(conn: &mut Conn) -> Result<BankHolidays, StorageError> {
    Ok(holidays::all(conn)?.into_iter().map(|row| (row.division, row.date)).collect())
}

/// The claim behind a link that can still be used, and what it takes to go on.
pub fn claim_of_link(conn: &mut Conn, secret: &Secret, now: Instant) -> Result<ClaimLink, BodyError> {
    let (_, subject) = usable_link(conn, LinkPurpose::ProveClaim, secret, now)?;
    let id: ClaimId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    let claim = claims::find(conn, id)?.ok_or(AccessError::LinkSpent)?;
    let next = if claims::has_administrator(conn, claim.body)? {
        ClaimStep::TellAdministrators
    } else if claims::has_account(conn, &claim.email)? {
        ClaimStep::Confirm
    } else {
        ClaimStep::ChoosePassword
    };
    Ok(ClaimLink { claim, next })
}

/// The claims that wait for the operator, the one that has waited longest first.
pub fn claims_waiting(
    conn: &mut Conn,
    _: &Operator,
    page: PageRequest,
) -> Result<Page<ClaimView>, StorageError> {
    let (waiting, total) = claims::in_state(conn, ClaimState::Proved, page)?;
    Ok(Page::new(waiting, page, total))
}

/// The latest claims of one body, for the operator.
pub fn claims_of(conn: &mut Conn, _: &Operator, body: BodyId) -> Result<Vec<ClaimView>, StorageError> {
    claims::of_body(conn, body, PageRequest::first(50))
}

/// A claim with all that the operator weighs.
pub fn claim_evidence(conn: &mut Conn, by: &Operator, id: ClaimId) -> Result<ClaimEvidence, BodyError> {
    let claim = claims::find(conn, id)?.ok_or(BodyError::NotFound)?;
    let address = Email::parse("email", &claim.email)
        .map_err(|_| StorageError::Corrupt(format!("claim {id} has no address")))?;
    let others = claims_of(conn, by, claim.body)?;
    Ok(ClaimEvidence {
        bodies_at_domain: domains::bodies_at(conn, &mail_domain::domains_of(&address))?,
        website: bodies::find(conn, claim.body)?.and_then(|body| body.website),
        has_administrator: claims::has_administrator(conn, claim.body)?,
        others: others.into_iter().filter(|other| other.id != id).collect(),
        claim,
    })
}
