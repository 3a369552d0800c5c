//! What every worker thread of the server shares.

use std::path::PathBuf;
use std::sync::Arc;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::assets::Assets;
use super::form_token;
use crate::access::jwt::SessionTokens;
use crate::access::password::Hasher;
use crate::catalogue::Shelves;
use crate::kernel::Clock;
use crate::needs::NeedShelves;
use crate::storage::{Db, StorageError};

/// How cookies are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieMode {
    /// `__Host-` names, `Secure`: everywhere but on this machine.
    Secure,
    /// Plain names over plain HTTP, to a browser on the same machine only.
    PlainLoopback,
}

/// What the web needs to know from the settings.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Where people reach this site, without a slash at the end.
    pub base_url: String,
    pub cookies: CookieMode,
    /// At least 32 bytes, from which the keys for sessions and forms are made.
    pub secret: Vec<u8>,
    /// Whether a proxy in front may name the reader's address (`X-Forwarded-For`).
    pub trust_proxy: bool,
    /// Only for `symbiosis demo`.
    pub demo: Option<DemoInfo>,
}

/// What a demo shows that a real site must not.
#[derive(Clone, Debug)]
pub struct DemoInfo {
    pub sign_ins: Vec<DemoSignIn>,
    /// Where uploaded examples lie, if anywhere.
    pub data: PathBuf,
}

/// A demo sign-in, printed at the start and listed at the sign-in page.
#[derive(Clone, Debug)]
pub struct DemoSignIn {
    pub body: String,
    pub name: String,
    pub role: String,
    pub email: String,
    pub password: String,
}

/// Shared by every request.
#[derive(Debug)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    pub hasher: Hasher,
    pub sessions: SessionTokens,
    pub settings: WebSettings,
    /// The catalogue in memory.
    pub shelves: Arc<Shelves>,
    /// The open needs in memory.
    pub need_shelves: Arc<NeedShelves>,
    pub(super) assets: Assets,
    form_key: Vec<u8>,
}

impl AppState {
    pub fn new(db: Db, clock: Clock, settings: WebSettings) -> Result<Arc<Self>, StorageError> {
        let sessions = SessionTokens::new(&derive_key(&settings.secret, "session cookies"));
        let form_key = derive_key(&settings.secret, "form tokens");
        let shelves = Shelves::new(db.clone());
        Ok(Arc::new(Self {
            need_shelves: NeedShelves::new(Arc::clone(&shelves)),
            shelves,
            db,
            clock,
            hasher: Hasher::new(2)?,
            sessions,
            assets: Assets::load(),
            form_key,
            settings,
        }))
    }

    pub fn is_demo(&self) -> bool {
        self.settings.demo.is_some()
    }

    /// The token that proves that a form was served to this visitor: an HMAC of the session's or visitor's id, masked.
    pub(super) fn csrf_token(&self, owner: &str) -> String {
        form_token::masked(&mac(&self.form_key, owner.as_bytes()), uuid::Uuid::new_v4().into_bytes())
    }

    pub(super) fn csrf_matches(&self, owner: &str, given: &str) -> bool {
        form_token::is_of(&mac(&self.form_key, owner.as_bytes()), given)
    }
}

/// One secret, many uses: a key of its own for each, so that none can stand in for another.
fn derive_key(secret: &[u8], purpose: &str) -> Vec<u8> {
    mac(secret, purpose.as_bytes())
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length (RFC 2104)")
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
