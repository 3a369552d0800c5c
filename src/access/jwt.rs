//! The session cookie's content: a JWT (RFC 7519) that names a server-side session and carries no rights.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::kernel::Instant;
use crate::kernel::ids::SessionId;

/// Signs and reads session tokens with HMAC-SHA-256.
#[derive(Clone)]
pub struct SessionTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for SessionTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionTokens(hidden)")
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    /// The session's id.
    sid: SessionId,
    /// When the session ends at the latest, in seconds since 1970.
    exp: i64,
}

impl SessionTokens {
    pub fn new(secret: &[u8]) -> Self {
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }

    pub fn issue(
        &self,
        session: SessionId,
        expires_at: Instant,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims { sid: session, exp: expires_at.utc().timestamp() };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
    }

    /// The session a token names; `None` for anything we did not sign. Whether the session still runs is for the
    /// database to say, by our own clock.
    pub fn read(&self, token: &str) -> Option<SessionId> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).ok().map(|token| token.claims.sid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_signed_with_another_secret_or_no_algorithm_names_nobody() {
        let ours = SessionTokens::new(b"one secret of thirty-two letters");
        let theirs = SessionTokens::new(b"two secret of thirty-two letters");
        let session = SessionId::new();
        let until = Instant::from_micros(2_000_000_000_000_000).unwrap();

        assert_eq!(ours.read(&ours.issue(session, until).unwrap()), Some(session));
        assert_eq!(ours.read(&theirs.issue(session, until).unwrap()), None);
        assert_eq!(ours.read("eyJhbGciOiJub25lIn0.eyJzaWQiOiIwIiwiZXhwIjowfQ."), None);
    }
}
