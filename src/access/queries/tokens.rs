//! API tokens, without their secrets.

use crate::access::capability::{CapabilityKind, ManageTokens};
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::store::tokens::{self, TokenRow};
use crate::kernel::ids::TokenId;
use crate::kernel::{Instant, Page, PageRequest};
use crate::storage::{Conn, StorageError};

/// An API token, without its secret.
#[derive(Clone, Debug)]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub made_by: String,
    pub capabilities: Vec<CapabilityKind>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// Whether a token can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    Working,
    Revoked,
    Expired,
}

impl TokenView {
    fn new((row, made_by): (TokenRow, String)) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.id,
            capabilities: row.capabilities()?,
            name: row.name,
            made_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
    }

    pub fn state(&self, now: Instant) -> TokenState {
        if self.revoked_at.is_some() {
            TokenState::Revoked
        } else if self.expires_at <= now {
            TokenState::Expired
        } else {
            TokenState::Working
        }
    }
}

/// The API tokens of the acting body, newest first.
pub fn tokens(
    conn: &mut Conn,
    by: &Member<ManageTokens>,
    page: PageRequest,
) -> Result<Page<TokenView>, StorageError> {
    let (rows, total) = tokens::of_body(conn, by.body(), page)?;
    let items = rows.into_iter().map(TokenView::new).collect::<Result<_, _>>()?;
    Ok(Page::new(items, page, total))
}

/// One API token of the acting body.
pub fn token(conn: &mut Conn, by: &Member<ManageTokens>, id: TokenId) -> Result<TokenView, AccessError> {
    let row = tokens::find(conn, by.body(), id)?.ok_or(AccessError::NotFound)?;
    Ok(TokenView::new(row)?)
}
