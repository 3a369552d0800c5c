//! What pages show of people, sessions, invitations and tokens.

use super::Credential;
use super::capability::{CapabilityKind, ManagePeople, ManageTokens, ReadBody};
use super::credential;
use super::error::AccessError;
use super::member::{Member, Person, System};
use super::role::Roles;
use super::secret::Secret;
use super::store::links::LinkPurpose;
use super::store::{invitations, links, people, sessions, tokens};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, InvitationId, PersonId, SessionId, TokenId};
use crate::storage::{Conn, StorageError};

/// A person with an account.
#[derive(Clone, Debug)]
pub struct PersonView {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub is_operator: bool,
}

/// Somebody who works at the same body.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub signed_in_at: Option<Instant>,
    pub roles: Roles,
}

/// A running session of one's own.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub id: SessionId,
    pub address: String,
    pub agent: String,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub is_this_one: bool,
}

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
    /// Whether the address has an account already, so that no new password is asked for.
    pub has_account: bool,
}

/// An API token, without its secret.
#[derive(Clone, Debug)]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub capabilities: Vec<CapabilityKind>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// The bodies a person may act for, by name.
pub fn bodies_of(conn: &mut Conn, by: &Person) -> Result<Vec<(BodyId, String)>, StorageError> {
    people::bodies_of(conn, by.id())
}

/// Everybody at the acting body.
pub fn colleagues(conn: &mut Conn, by: &Member<ReadBody>) -> Result<Vec<Colleague>, StorageError> {
    people::colleagues(conn, by.body())
}

/// One colleague at the acting body.
pub fn colleague(conn: &mut Conn, by: &Member<ManagePeople>, id: PersonId) -> Result<Colleague, AccessError> {
    let colleagues = people::colleagues(conn, by.body())?;
    colleagues.into_iter().find(|colleague| colleague.id == id).ok_or(AccessError::NotFound)
}

/// One's own running sessions, the last used first.
pub fn sessions(conn: &mut Conn, by: &Person, now: Instant) -> Result<Vec<SessionView>, StorageError> {
    let rows = sessions::of_person(conn, by.id(), now)?;
    Ok(rows
        .into_iter()
        .map(|row| SessionView {
            id: row.id,
            address: row.address,
            agent: row.agent,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            is_this_one: row.id == by.session(),
        })
        .collect())
}

/// Invitations of the acting body that wait for an answer.
pub fn open_invitations(
    conn: &mut Conn,
    by: &Member<ManagePeople>,
    now: Instant,
) -> Result<Vec<InvitationView>, StorageError> {
    invitations::open_of_body(conn, by.body(), now)?
        .into_iter()
        .map(|row| {
            Ok(InvitationView {
                id: row.id,
                body: row.body_id,
                body_name: by.body_name().to_owned(),
                roles: row.roles()?,
                email: row.email,
                created_at: row.created_at,
                expires_at: row.expires_at,
                has_account: false,
            })
        })
        .collect()
}

/// The invitation behind a link that can still be used.
pub fn invitation_of_link(
    conn: &mut Conn,
    secret: &Secret,
    now: Instant,
) -> Result<InvitationView, AccessError> {
    let link = links::usable(conn, LinkPurpose::AcceptInvitation, &secret.hash(), now)?
        .ok_or(AccessError::LinkSpent)?;
    let id: InvitationId = link.subject_id.parse().map_err(|_| AccessError::LinkSpent)?;
    let (row, body_name) = invitations::find(conn, id)?.ok_or(AccessError::LinkSpent)?;
    if row.state != invitations::InvitationState::Sent {
        return Err(AccessError::LinkSpent);
    }
    let account = people::by_email(conn, &row.email)?;
    Ok(InvitationView {
        id: row.id,
        body: row.body_id,
        body_name,
        roles: row.roles()?,
        email: row.email,
        created_at: row.created_at,
        expires_at: row.expires_at,
        has_account: account.is_some_and(|account| account.password_hash.is_some()),
    })
}

/// Whether a link to reset a password can still be used.
pub fn reset_link_is_usable(conn: &mut Conn, secret: &Secret, now: Instant) -> Result<bool, StorageError> {
    Ok(links::usable(conn, LinkPurpose::ResetPassword, &secret.hash(), now)?.is_some())
}

/// Every API token of the acting body, newest first.
pub fn tokens(conn: &mut Conn, by: &Member<ManageTokens>) -> Result<Vec<TokenView>, StorageError> {
    tokens::of_body(conn, by.body())?
        .into_iter()
        .map(|row| {
            Ok(TokenView {
                id: row.id,
                capabilities: row.capabilities()?,
                name: row.name,
                created_at: row.created_at,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                revoked_at: row.revoked_at,
            })
        })
        .collect()
}

/// The person with this address, for subcommands and the demo's seed.
pub fn person_by_email(conn: &mut Conn, _: System, email: &str) -> Result<Option<PersonView>, StorageError> {
    Ok(people::by_email(conn, email)?.map(PersonView::from))
}

/// What `person` may do for `body`, for the demo's seed, which plays through what people did before.
pub fn credential_of(
    conn: &mut Conn,
    _: System,
    person: PersonId,
    body: BodyId,
) -> Result<Credential, StorageError> {
    credential::on_behalf_of(conn, person, body)
}
