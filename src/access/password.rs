//! Passwords: what may be one, and how one is kept. Argon2id with 19 MiB, two passes and one lane, as the OWASP
//! password storage cheat sheet asks at least; a bounded number of hashes at once, so that sign-ins cannot use up
//! the machine's memory.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::FieldError;
use crate::storage::StorageError;

/// Memory for one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// The shortest password, in characters (NIST SP 800-63B asks for 8, NCSC prefers three random words).
pub const SHORTEST: usize = 12;
/// The longest, so that nobody can make us hash a novel.
pub const LONGEST: usize = 200;

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../seed/common_passwords.txt").lines().map(str::trim).collect());

/// A password somebody chose, long enough and not one that everybody tries first.
#[derive(Clone)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(hidden)")
    }
}

impl NewPassword {
    /// `about` are words it must not be made of: the person's name and address.
    pub fn parse(field: &str, raw: &str, about: &[&str]) -> Result<Self, FieldError> {
        let length = raw.chars().count();
        if length == 0 {
            return Err(FieldError::required(field, "Enter a password"));
        }
        if length < SHORTEST {
            let message =
                format!("Password must be {SHORTEST} characters or more. Three random words work well");
            return Err(FieldError::new(field, crate::kernel::field_error::Code::TooShort, message));
        }
        if length > LONGEST {
            return Err(FieldError::too_long(
                field,
                format!("Password must be {LONGEST} characters or fewer"),
            ));
        }
        if is_common(raw, about) {
            let message = "This password is too easy to guess. Choose one that is not a common phrase, a pattern \
                           or your name";
            return Err(FieldError::invalid(field, message));
        }
        Ok(Self(raw.to_owned()))
    }
}

fn is_common(raw: &str, about: &[&str]) -> bool {
    let lower = raw.to_lowercase();
    let letters: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let distinct = lower.chars().collect::<HashSet<_>>().len();
    let core = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    distinct < 5
        || COMMON.contains(lower.as_str())
        || COMMON.contains(letters.as_str())
        || (core.len() >= 4 && is_repeated(&letters))
        || about
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .any(|word| word.len() >= 4 && core == word.to_lowercase())
}

/// Whether the whole is one part said over and over: `abcdabcdabcd`.
fn is_repeated(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=bytes.len() / 2)
        .filter(|size| bytes.len().is_multiple_of(*size))
        .any(|size| bytes.chunks(size).all(|chunk| Some(chunk) == bytes.get(..size)))
}

/// Hashes and checks passwords, a few at a time.
#[derive(Clone, Debug)]
pub struct Hasher {
    slots: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long.
    dummy: Arc<str>,
}

impl Hasher {
    /// At most `at_once` hashes run at the same time; the others wait their turn.
    pub fn new(at_once: usize) -> Result<Self, StorageError> {
        let dummy = hash_now("a password that nobody has chosen")?;
        Ok(Self { slots: Arc::new(Semaphore::new(at_once)), dummy: dummy.into() })
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: NewPassword) -> Result<String, StorageError> {
        self.in_turn(move || hash_now(&password.0)).await?
    }

    /// Whether `given` is the password of `stored`; takes as long where nothing is stored.
    pub async fn verify(&self, given: String, stored: Option<String>) -> Result<bool, StorageError> {
        let dummy = Arc::clone(&self.dummy);
        self.in_turn(move || {
            let phc = stored.as_deref().unwrap_or(&dummy);
            let matches = PasswordHash::new(phc)
                .is_ok_and(|hash| argon2().is_ok_and(|a| a.verify_password(given.as_bytes(), &hash).is_ok()));
            matches && stored.is_some()
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, StorageError> {
        let unavailable = |error: String| StorageError::Unavailable(error);
        let _slot = self.slots.acquire().await.map_err(|error| unavailable(error.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| unavailable(error.to_string()))
    }
}

fn argon2() -> Result<Argon2<'static>, StorageError> {
    let params =
        Params::new(MEMORY_KIB, 2, 1, None).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, StorageError> {
    let hash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|error| StorageError::Unavailable(error.to_string()))?;
    Ok(hash.to_string())
}

/// [`Hasher::hash`] for subcommands and the demo's seed.
pub fn hash_blocking(password: &NewPassword) -> Result<String, StorageError> {
    hash_now(&password.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_personal_passwords_are_refused_with_a_reason() {
        let about = ["Priya Nadarajan", "priya.nadarajan@ashdale.example"];
        for weak in
            ["", "short", "aaaaaaaaaaaaaa", "password1234", "abcabcabcabc", "nadarajan2026", "123456789012"]
        {
            let refused = NewPassword::parse("password", weak, &about);

            assert!(refused.is_err(), "{weak} should be refused");
        }
        assert!(NewPassword::parse("password", "lantern-orbit-gravel", &about).is_ok());
    }

    #[tokio::test]
    async fn only_the_right_password_verifies_and_no_account_never_does() {
        let hasher = Hasher::new(1).unwrap();
        let password = NewPassword::parse("password", "lantern-orbit-gravel", &[]).unwrap();
        let stored = hasher.hash(password).await.unwrap();

        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.verify("lantern-orbit-gravel".into(), Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify("lantern-orbit-gravels".into(), Some(stored)).await.unwrap());
        assert!(!hasher.verify("a password that nobody has chosen".into(), None).await.unwrap());
    }
}
