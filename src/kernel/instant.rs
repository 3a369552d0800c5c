//! A moment in time, UTC, to the microsecond: what both databases keep exactly.

use chrono::{DateTime, Duration, SecondsFormat, Utc};

/// A moment in UTC with whole microseconds. What people see of it is Europe/London (see [`super::london`]).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = crate::kernel::sql::Instant)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// Cuts `at` down to whole microseconds, so that what is stored compares equal to what was given.
    pub fn from_utc(at: DateTime<Utc>) -> Self {
        Self(DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at))
    }

    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// RFC 3339 in UTC with six decimals: sorts as text in the order of time.
    pub fn to_rfc3339(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0 + duration)
    }

    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0 - duration)
    }

    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl std::str::FromStr for Instant {
    type Err = chrono::ParseError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(raw).map(|at| Self::from_utc(at.with_timezone(&Utc)))
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_rfc3339())
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}
