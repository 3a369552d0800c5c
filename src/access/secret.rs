//! Random secrets for links and tokens. What is stored is their SHA-256: 256 random bits need no slow hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::audit::chain::hex;
use crate::storage::StorageError;

/// A secret that is shown once and never stored.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// 256 bits from the operating system, as 43 letters that fit a URL.
    pub fn generate(prefix: &str) -> Result<Self, StorageError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| StorageError::Unavailable(error.to_string()))?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// A secret that came back, in a link or a header.
    pub fn given(raw: &str) -> Self {
        Self(raw.to_owned())
    }

    /// What is stored of it.
    pub(super) fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// The secret itself, to put into a mail or show once.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}
