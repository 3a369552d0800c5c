//! API tokens: for one body, with chosen capabilities, shown once.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::json;

use crate::access::capability::{CapabilityKind, ManageTokens};
use crate::access::email::parse_name;
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::secret::Secret;
use crate::access::store::tokens::{self, TokenRow};
use crate::audit::{self, Event, Object};
use crate::kernel::ids::TokenId;
use crate::kernel::{FieldError, FieldErrors, Instant};
use crate::storage::{Json, Tx};

/// How long a token works.
const TOKEN_LIVES: Duration = Duration::days(365);
/// So that a leaked token can be told from other secrets, and found by scanners.
const PREFIX: &str = "symbiosis_";

/// What a token should be able to do.
#[derive(Clone, Debug)]
pub struct NewToken {
    name: String,
    capabilities: Vec<CapabilityKind>,
}

impl NewToken {
    /// `capabilities` are the ticked words; at least one.
    pub fn parse(name: &str, capabilities: &[String]) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(parse_name("name", name, "a name for the token"));
        let kinds = errors.keep(parse_capabilities(capabilities));
        let value = name.zip(kinds).map(|(name, capabilities)| Self { name, capabilities });
        errors.finish(value)
    }
}

fn parse_capabilities(raw: &[String]) -> Result<Vec<CapabilityKind>, FieldError> {
    if raw.is_empty() {
        return Err(FieldError::required("capabilities", "Choose at least one thing the token may do"));
    }
    raw.iter()
        .map(|word| word.parse::<CapabilityKind>())
        .collect::<Result<BTreeSet<_>, _>>()
        .map(|kinds| kinds.into_iter().collect())
        .map_err(|_| FieldError::unknown("capabilities", "Choose from the list"))
}

/// Makes a token. It can never do more than its maker may do, now or at the time it is used: so a token that may
/// make tokens cannot make a stronger one.
pub fn create_token(
    tx: &mut Tx<'_>,
    by: &Member<ManageTokens>,
    input: NewToken,
    now: Instant,
) -> Result<(TokenId, Secret), AccessError> {
    if let Some(beyond) = input.capabilities.iter().find(|kind| !by.may(**kind)) {
        let message = format!("You may not do this yourself: {}", beyond.label().to_lowercase());
        return Err(AccessError::Invalid(FieldError::forbidden("capabilities", message).into()));
    }
    let secret = Secret::generate(PREFIX)?;
    let id = TokenId::new();
    let row = TokenRow {
        id,
        body_id: by.body(),
        created_by: by.person(),
        name: input.name.clone(),
        secret_hash: secret.hash(),
        capabilities: Json::of(&input.capabilities)?,
        created_at: now,
        expires_at: now.plus(TOKEN_LIVES),
        last_used_at: None,
        revoked_at: None,
    };
    tokens::insert(tx, &row)?;
    let data = json!({ "name": input.name, "capabilities": input.capabilities });
    record(tx, by, "token.created", id, data, now)?;
    Ok((id, secret))
}

/// Makes a token of the acting body useless at once.
pub fn revoke_token(
    tx: &mut Tx<'_>,
    by: &Member<ManageTokens>,
    id: TokenId,
    now: Instant,
) -> Result<(), AccessError> {
    if !tokens::revoke(tx, by.body(), id, now)? {
        return Err(AccessError::NotFound);
    }
    record(tx, by, "token.revoked", id, json!({}), now)
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageTokens>,
    action: &'static str,
    id: TokenId,
    data: serde_json::Value,
    now: Instant,
) -> Result<(), AccessError> {
    let event =
        Event { actor: by.actor(), action, object: Object::new("token", id), seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}
