//! Invitations, as those who sent them and those who got them see them.

use crate::access::capability::ManagePeople;
use crate::access::commands::usable_link;
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::role::Roles;
use crate::access::secret::Secret;
use crate::access::store::invitations::{self, InvitationRow, InvitationState};
use crate::access::store::links::LinkPurpose;
use crate::access::store::people;
use crate::kernel::ids::{BodyId, InvitationId};
use crate::kernel::{Instant, Page, PageRequest};
use crate::storage::{Conn, StorageError};

/// An invitation that waits for an answer.
#[derive(Clone, Debug)]
pub struct InvitationView {
    pub id: InvitationId,
    pub body: BodyId,
    pub body_name: String,
    pub email: String,
    pub roles: Roles,
    pub created_at: Instant,
    pub expires_at: Instant,
    /// Whether the address has an account already, so that no new password is asked for. Known only to whoever
    /// holds the link: an administrator must not learn from it who has an account.
    pub has_account: bool,
}

impl InvitationView {
    fn new(row: InvitationRow, body_name: String, has_account: bool) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.id,
            body: row.body_id,
            body_name,
            roles: row.roles()?,
            email: row.email,
            created_at: row.created_at,
            expires_at: row.expires_at,
            has_account,
        })
    }
}

/// Invitations of the acting body that wait for an answer, newest first.
pub fn open_invitations(
    conn: &mut Conn,
    by: &Member<ManagePeople>,
    page: PageRequest,
    now: Instant,
) -> Result<Page<InvitationView>, StorageError> {
    let (rows, total) = invitations::open_of_body(conn, by.body(), now, page)?;
    let view = |row| InvitationView::new(row, by.body_name().to_owned(), false);
    let items = rows.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Page::new(items, page, total))
}

/// One open invitation of the acting body.
pub fn open_invitation(
    conn: &mut Conn,
    by: &Member<ManagePeople>,
    id: InvitationId,
) -> Result<InvitationView, AccessError> {
    let (row, body_name) = invitations::find(conn, id)?.ok_or(AccessError::NotFound)?;
    if row.body_id != by.body() || row.state != InvitationState::Sent {
        return Err(AccessError::NotFound);
    }
    Ok(InvitationView::new(row, body_name, false)?)
}

/// The invitation behind a link that can still be used.
pub fn invitation_of_link(
    conn: &mut Conn,
    secret: &Secret,
    now: Instant,
) -> Result<InvitationView, AccessError> {
    let (_, subject) = usable_link(conn, LinkPurpose::AcceptInvitation, secret, now)?;
    let id: InvitationId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    let (row, body_name) = invitations::find(conn, id)?.ok_or(AccessError::LinkSpent)?;
    if row.state != InvitationState::Sent {
        return Err(AccessError::LinkSpent);
    }
    let account = people::by_email(conn, &row.email)?;
    let has_account = account.is_some_and(|account| account.password_hash.is_some());
    Ok(InvitationView::new(row, body_name, has_account)?)
}
