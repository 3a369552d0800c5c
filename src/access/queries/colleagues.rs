//! Who works at the acting body.

use crate::access::capability::{ManagePeople, ReadBody};
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::role::{Role, Roles};
use crate::access::store::{colleagues, invitations, people, tokens};
use crate::kernel::ids::PersonId;
use crate::kernel::{Instant, Page, PageRequest, text};
use crate::storage::{Conn, StorageError};

/// Somebody who works at the same body.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub signed_in_at: Option<Instant>,
    pub roles: Roles,
}

/// Which colleagues are wanted, and in which order.
#[derive(Clone, Debug, Default)]
pub struct ColleagueFilter {
    /// Each must be part of the name or the address.
    pub words: Vec<String>,
    pub role: Option<Role>,
    pub order: ColleagueOrder,
}

/// The order of a list of colleagues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColleagueOrder {
    #[default]
    Name,
    NameBackwards,
}

impl ColleagueFilter {
    /// `search` is whatever somebody typed: only its words count.
    pub fn new(search: &str, role: Option<Role>, order: ColleagueOrder) -> Self {
        Self { words: text::words(search), role, order }
    }
}

/// The acting body in figures.
#[derive(Clone, Copy, Debug)]
pub struct BodySummary {
    pub people: i64,
    pub administrators: i64,
    pub invitations: i64,
    pub tokens: i64,
}

/// The people at the acting body.
pub fn colleagues(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    filter: &ColleagueFilter,
    page: PageRequest,
) -> Result<Page<Colleague>, StorageError> {
    let (items, total) = colleagues::list(conn, by.body(), filter, page)?;
    Ok(Page::new(items, page, total))
}

/// One colleague at the acting body.
pub fn colleague(conn: &mut Conn, by: &Member<ManagePeople>, id: PersonId) -> Result<Colleague, AccessError> {
    colleagues::find(conn, by.body(), id)?.ok_or(AccessError::NotFound)
}

/// How many people, administrators, open invitations and working tokens the acting body has.
pub fn body_summary(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    now: Instant,
) -> Result<BodySummary, StorageError> {
    let (_, people) = colleagues::list(conn, by.body(), &ColleagueFilter::default(), PageRequest::first(1))?;
    Ok(BodySummary {
        people,
        administrators: people::count_role(conn, by.body(), Role::Administrator)?,
        invitations: invitations::count_open(conn, by.body(), now)?,
        tokens: tokens::count_working(conn, by.body(), now)?,
    })
}

/// The names of people by their ids, whatever became of them since.
pub fn names(
    conn: &mut Conn,
    ids: &[PersonId],
) -> Result<std::collections::BTreeMap<PersonId, String>, StorageError> {
    if ids.is_empty() {
        return Ok(std::collections::BTreeMap::new());
    }
    Ok(people::names(conn, ids)?.into_iter().collect())
}
