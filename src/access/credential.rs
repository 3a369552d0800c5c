//! Who is asking: read once per request from the session cookie or the API token, and turned into proofs.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use chrono::Duration;

use super::capability::{Capability, CapabilityKind};
use super::error::Denied;
use super::member::{Member, Operator, Person, Who};
use super::role::{Role, Roles};
use super::secret::Secret;
use super::store::people::PersonRow;
use super::store::{people, sessions, tokens};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SessionId, TokenId};
use crate::storage::{Conn, StorageError, Tx};

/// A session that nobody used for so long has ended.
pub(super) const IDLE: Duration = Duration::hours(2);
/// "Last seen" is written at most this often.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// Whoever sends a request.
#[derive(Clone, Debug, Default)]
pub struct Credential {
    person: Option<SignedIn>,
    acting: Option<Acting>,
    /// At how many bodies the person has a role.
    bodies: usize,
}

#[derive(Clone, Debug)]
struct SignedIn {
    id: PersonId,
    name: String,
    email: String,
    is_operator: bool,
    session: Option<SessionId>,
    token: Option<TokenId>,
    only: Option<Vec<CapabilityKind>>,
    /// Whether "last seen" is old enough to be written again.
    stale: bool,
}

/// The acting body, and what its person may do there.
#[derive(Clone, Debug)]
pub struct Acting {
    pub body: BodyId,
    pub body_name: String,
    pub verified: bool,
    pub roles: Roles,
}

impl Credential {
    /// Nobody in particular.
    pub fn visitor() -> Self {
        Self::default()
    }

    /// The person of a running session; a visitor if it has ended, lain idle or expired.
    pub fn of_session(conn: &mut Conn, id: SessionId, now: Instant) -> Result<Self, StorageError> {
        let Some((session, person)) = sessions::running(conn, id)? else { return Ok(Self::visitor()) };
        if session.expires_at <= now || now.since(session.last_seen_at) > IDLE {
            return Ok(Self::visitor());
        }
        let memberships = people::memberships(conn, person.id)?;
        let body = chosen_or_only(&memberships, session.acting_body_id);
        let (acting, bodies) = acting(conn, &memberships, body)?;
        let stale = now.since(session.last_seen_at) > SEEN_EVERY;
        Ok(Self { person: Some(SignedIn::new(person, Some(id), None, stale)), acting, bodies })
    }

    /// The body and the chosen capabilities of an API token, no more than its maker may do today.
    pub fn of_token(conn: &mut Conn, secret: &Secret, now: Instant) -> Result<Self, StorageError> {
        let Some((token, maker)) = tokens::working(conn, &secret.hash(), now)? else {
            return Ok(Self::visitor());
        };
        let stale = token.last_used_at.is_none_or(|at| now.since(at) > SEEN_EVERY);
        // The token's own body and no other: where its maker has left, it acts for nobody.
        let memberships = people::memberships(conn, maker.id)?;
        let (acting, bodies) = acting(conn, &memberships, Some(token.body_id))?;
        let only = token.capabilities()?;
        let mut person = SignedIn::new(maker, None, Some(token.id), stale);
        person.name = token.name;
        person.only = Some(only);
        person.is_operator = false;
        Ok(Self { person: Some(person), acting, bodies })
    }

    /// Whether "last seen" or "last used" should be written; see [`Credential::touch`].
    pub fn wants_touch(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.stale)
    }

    /// Writes when the session or token was last used.
    pub fn touch(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), StorageError> {
        match self.person.as_ref().map(|person| (person.session, person.token)) {
            Some((Some(session), _)) => sessions::touch(tx, session, now),
            Some((_, Some(token))) => tokens::touch(tx, token, now),
            _ => Ok(()),
        }
    }

    pub fn is_signed_in(&self) -> bool {
        self.person.is_some()
    }

    pub fn acting(&self) -> Option<&Acting> {
        self.acting.as_ref()
    }

    /// At how many bodies the person has a role.
    pub fn bodies(&self) -> usize {
        self.bodies
    }

    pub fn session(&self) -> Option<SessionId> {
        self.person.as_ref().and_then(|person| person.session)
    }

    pub fn name(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.name.as_str())
    }

    pub fn is_operator(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.is_operator)
    }

    /// Whose idempotency keys these are: a token's, a session's, or a visitor's own.
    pub fn scope(&self) -> String {
        match self.person.as_ref().map(|person| (person.session, person.token)) {
            Some((_, Some(token))) => format!("token {token}"),
            Some((Some(session), _)) => format!("session {session}"),
            _ => "visitor".to_owned(),
        }
    }

    /// Whether the acting body's member may do `kind`: to show or hide, never as a check.
    pub fn can(&self, kind: CapabilityKind) -> bool {
        self.who().is_ok_and(|who| who.can(kind))
    }

    /// The proof that whoever asks may do `C` for the acting body.
    pub fn member<C: Capability>(&self) -> Result<Member<C>, Denied> {
        let who = self.who()?;
        if who.can(C::KIND) { Ok(Member { who, capability: PhantomData }) } else { Err(Denied::NotInRole) }
    }

    /// The proof that a person, not a program, is signed in.
    pub fn signed_in(&self) -> Result<Person, Denied> {
        let person = self.person.as_ref().ok_or(Denied::NotSignedIn)?;
        let session = person.session.ok_or(Denied::NotSignedIn)?;
        Ok(Person { id: person.id, session, name: person.name.clone(), email: person.email.clone() })
    }

    /// The proof that whoever asks runs the site.
    pub fn operator(&self) -> Result<Operator, Denied> {
        let person = self.person.as_ref().ok_or(Denied::NotSignedIn)?;
        if person.is_operator {
            Ok(Operator { id: person.id, name: person.name.clone() })
        } else {
            Err(Denied::NotOperator)
        }
    }

    fn who(&self) -> Result<Who, Denied> {
        let person = self.person.as_ref().ok_or(Denied::NotSignedIn)?;
        let acting = self.acting.as_ref().ok_or(Denied::NoBody)?;
        Ok(Who {
            person: person.id,
            token: person.token,
            name: person.name.clone(),
            body: acting.body,
            body_name: acting.body_name.clone(),
            body_verified: acting.verified,
            roles: acting.roles.clone(),
            only: person.only.clone(),
        })
    }
}

impl SignedIn {
    fn new(person: PersonRow, session: Option<SessionId>, token: Option<TokenId>, stale: bool) -> Self {
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            is_operator: person.is_operator,
            session,
            token,
            only: None,
            stale,
        }
    }
}

/// The body a session acts for: the one chosen, or the only one there is, so that somebody who has just joined their
/// first body need not sign in again.
fn chosen_or_only(memberships: &[(BodyId, Role)], chosen: Option<BodyId>) -> Option<BodyId> {
    let bodies: BTreeSet<BodyId> = memberships.iter().map(|(body, _)| *body).collect();
    match chosen {
        Some(body) if bodies.contains(&body) => Some(body),
        _ if bodies.len() == 1 => bodies.first().copied(),
        _ => None,
    }
}

/// The acting body, if the person still has a role there, and at how many bodies they have one.
fn acting(
    conn: &mut Conn,
    memberships: &[(BodyId, Role)],
    body: Option<BodyId>,
) -> Result<(Option<Acting>, usize), StorageError> {
    let bodies = memberships.iter().map(|(body, _)| body).collect::<BTreeSet<_>>().len();
    let roles: Vec<Role> =
        memberships.iter().filter(|(at, _)| Some(*at) == body).map(|(_, role)| *role).collect();
    let brief = match body {
        Some(body) if !roles.is_empty() => sessions::body_brief(conn, body)?,
        _ => None,
    };
    let acting = brief.map(|(body, body_name, state)| Acting {
        body,
        body_name,
        verified: state == "verified",
        roles: Roles::new(roles),
    });
    Ok((acting, bodies))
}

/// A credential that acts for a person without a session: for the demo's seed, and for links sent by mail.
pub(super) fn on_behalf_of(
    conn: &mut Conn,
    person: PersonId,
    body: BodyId,
) -> Result<Credential, StorageError> {
    let Some(row) = people::by_id(conn, person)? else { return Ok(Credential::visitor()) };
    let memberships = people::memberships(conn, person)?;
    let (acting, bodies) = acting(conn, &memberships, Some(body))?;
    Ok(Credential { person: Some(SignedIn::new(row, None, None, false)), acting, bodies })
}
