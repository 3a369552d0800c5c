//! The hash chain: each entry's SHA-256 over its RFC 8785 form, which holds the hash of the entry before it, and
//! checkpoints signed with Ed25519 (RFC 8032), so that cutting the end off shows as well.

use std::path::Path;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, Verifier};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::store::EventRow;
use crate::kernel::Instant;

/// What the first entry names as the hash before it.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An event as an entry of the chain, but for its hash.
pub(super) fn entry(event: &EventRow, seq: i64, prev: &str) -> Value {
    json!({
        "seq": seq,
        "id": event.id.to_string(),
        "at": event.occurred_at.to_rfc3339(),
        "actor": {
            "kind": event.actor_kind.as_str(),
            "id": event.actor_id.map(|id| id.to_string()),
            "name": event.actor_name,
            "body": event.body_id.map(|id| id.to_string()),
        },
        "action": event.action,
        "object": format!("{}:{}", event.object_kind, event.object_id),
        "data": event.data.0,
        "prev": prev,
    })
}

/// SHA-256, in hex, of an entry's canonical form.
pub(super) fn hash(entry: &Value) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json_canonicalizer::to_vec(entry)?)))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('?'));
        }
        text
    })
}

/// The signed statement that the chain had `size` entries and ended in `head`.
pub(super) fn checkpoint_document(size: i64, head: &str, at: Instant) -> String {
    json!({ "size": size, "head": head, "at": at.to_rfc3339() }).to_string()
}

/// The key that signs checkpoints. It lives in a file beside the settings, never in the database: whoever can
/// rewrite the events must not be able to sign them.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(hidden)")
    }
}

impl SigningKey {
    /// Reads the key from a PKCS #8 PEM file; makes one, readable by its owner alone, where there is none.
    pub fn load_or_create(path: &Path) -> std::io::Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(pem) => ed25519_dalek::SigningKey::from_pkcs8_pem(&pem)
                .map(Self)
                .map_err(|error| std::io::Error::other(format!("{}: {error}", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(error),
        }
    }

    fn create(path: &Path) -> std::io::Result<Self> {
        let key = Self::generate()?;
        let pem = key.0.to_pkcs8_pem(LineEnding::LF).map_err(std::io::Error::other)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        std::io::Write::write_all(&mut options.open(path)?, pem.as_bytes())?;
        Ok(key)
    }

    /// A fresh key, for tests and for the first start.
    pub fn generate() -> std::io::Result<Self> {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The public half as SPKI PEM, for whoever checks an export.
    pub fn public_pem(&self) -> std::io::Result<String> {
        self.0.verifying_key().to_public_key_pem(LineEnding::LF).map_err(std::io::Error::other)
    }

    pub(super) fn sign(&self, document: &str) -> Vec<u8> {
        self.0.sign(document.as_bytes()).to_vec()
    }

    pub(super) fn verifies(&self, document: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verifying_key().verify(document.as_bytes(), &signature).is_ok())
    }
}
