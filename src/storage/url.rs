//! Which database, read from one setting.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::error::OpenError;

/// Where the data lives: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;

    fn from_str(raw: &str) -> Result<Self, OpenError> {
        if let Some(path) = raw.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() {
                Err(OpenError::UrlNotUnderstood)
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        if raw.starts_with("postgres://") || raw.starts_with("postgresql://") {
            return Ok(Self::Postgres(raw.to_owned()));
        }
        Err(OpenError::UrlNotUnderstood)
    }
}

/// Shows the URL with its password hidden.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(raw) => match ::url::Url::parse(raw) {
                Ok(mut url) => {
                    if url.password().is_some() {
                        // A URL with a host takes a password; if it did not, nothing secret would be shown either.
                        let _ = url.set_password(Some("hidden"));
                    }
                    write!(f, "{url}")
                }
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let url: DatabaseUrl = "postgres://clerk:very-secret@db.example:5433/symbiosis".parse().unwrap();

        assert_eq!(url.to_string(), "postgres://clerk:hidden@db.example:5433/symbiosis");
        assert!(!format!("{url:?}").contains("very-secret"));
    }

    #[test]
    fn anything_but_the_two_schemes_is_refused() {
        for raw in ["mysql://x/y", "symbiosis.db", "sqlite:", ""] {
            assert!(raw.parse::<DatabaseUrl>().is_err(), "{raw} should be refused");
        }
    }
}
