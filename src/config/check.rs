//! What a real site must not be started with.

use std::collections::HashSet;
use std::net::IpAddr;

use super::settings::Settings;

/// Why the program will not start: one line for whoever starts it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path}: {reason}")]
    File { path: String, reason: String },
    #[error("{name} must be {expected}")]
    Invalid { name: String, expected: &'static str },
    #[error(
        "secret is not set: put 32 or more random characters into SYMBIOSIS_SECRET (try `openssl rand -hex 32`)"
    )]
    NoSecret,
    #[error("secret is too weak: use 32 or more random characters (try `openssl rand -hex 32`)")]
    WeakSecret,
    #[error("base_url is {0}, which is plain HTTP beyond this machine: sign-in cookies need https://")]
    PlainHttp(String),
    #[error(
        "listen is {0}, beyond this machine, while base_url is plain HTTP: put TLS in front and say https:// in base_url"
    )]
    PlainListen(String),
}

impl ConfigError {
    pub(super) fn invalid(name: &str, expected: &'static str) -> Self {
        Self::Invalid { name: name.to_owned(), expected }
    }
}

/// The shortest secret, in characters.
const SHORTEST_SECRET: usize = 32;
/// How many different characters a random secret of that length has at the very least.
const LEAST_VARIETY: usize = 10;

/// Refuses weak secrets, and cookies over plain HTTP to anywhere but this machine.
pub fn check(settings: &Settings) -> Result<(), ConfigError> {
    let secret = settings.secret.as_str();
    if secret.is_empty() {
        return Err(ConfigError::NoSecret);
    }
    let variety = secret.chars().collect::<HashSet<_>>().len();
    let placeholder = ["change", "secret", "password", "example", "123456"];
    let looks_like_one = placeholder.iter().any(|word| secret.to_lowercase().contains(word));
    if secret.chars().count() < SHORTEST_SECRET || variety < LEAST_VARIETY || looks_like_one {
        return Err(ConfigError::WeakSecret);
    }
    let url = url::Url::parse(&settings.base_url)
        .map_err(|_| ConfigError::invalid("base_url", "an address like https://symbiosis.example"))?;
    match url.scheme() {
        "http" if !is_loopback(&url) => Err(ConfigError::PlainHttp(settings.base_url.clone())),
        "http" if !settings.listen.ip().is_loopback() => {
            Err(ConfigError::PlainListen(settings.listen.to_string()))
        }
        "https" | "http" => Ok(()),
        _ => Err(ConfigError::invalid("base_url", "an http:// or https:// address")),
    }
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(url::Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const GOOD: &str = "9f3c1b7ae25d4068b1c7f0e6a4d8395e";

    fn checked(pairs: &[(&str, &str)]) -> Result<(), String> {
        let environment: BTreeMap<String, String> =
            pairs.iter().map(|(name, value)| (format!("SYMBIOSIS_{name}"), (*value).to_owned())).collect();
        let settings = super::super::load(None, &environment).map_err(|error| error.to_string())?;
        check(&settings).map_err(|error| error.to_string())
    }

    #[test]
    fn a_missing_or_guessable_secret_is_refused() {
        for secret in
            ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "change-me-change-me-change-me-0123"]
        {
            assert!(checked(&[("SECRET", secret)]).is_err(), "{secret:?} should be refused");
        }
        assert_eq!(checked(&[("SECRET", GOOD)]), Ok(()));
    }

    #[test]
    fn plain_http_is_refused_everywhere_but_on_this_machine() {
        let with =
            |base: &str, listen: &str| checked(&[("SECRET", GOOD), ("BASE_URL", base), ("LISTEN", listen)]);

        assert!(with("http://symbiosis.example", "127.0.0.1:80").unwrap_err().contains("https://"));
        assert!(with("http://localhost:80", "0.0.0.0:80").unwrap_err().contains("https://"));
        assert_eq!(with("https://symbiosis.example", "0.0.0.0:80"), Ok(()));
        assert_eq!(with("http://localhost:8080", "127.0.0.1:8080"), Ok(()));
    }
}
