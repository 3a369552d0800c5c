//! What pages, programs and other capabilities see of bodies.

use chrono::NaiveDate;

use super::kind::BodyKind;
pub use super::register_row::Place;
use super::state::BodyState;
use crate::kernel::ids::BodyId;
use crate::kernel::text_enum;

text_enum! {
    /// Whether a body exists today.
    pub enum Standing { Current = "current", Future = "future", Former = "former" }
}

impl Standing {
    /// The standing on `today` of a body that exists from `from` to `to`, both included.
    pub fn on(today: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        match (from, to) {
            (Some(from), _) if from > today => Self::Future,
            (_, Some(to)) if to < today => Self::Former,
            _ => Self::Current,
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Current => "Current",
            Self::Future => "Yet to begin",
            Self::Former => "Former",
        }
    }
}

text_enum! {
    /// Where a body's domain comes from.
    pub enum DomainSource { Register = "register", Operator = "operator" }
}

/// As much of a body as another capability needs beside its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyBrief {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub state: BodyState,
    pub region: String,
    pub nation: String,
}

/// A body and where it is, as far as the registers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPlace {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub nation: String,
    pub region: String,
    pub place: Option<Place>,
}

/// One body in a list.
#[derive(Clone, Debug)]
pub struct BodySummary {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub nation: String,
    pub region: String,
    pub state: BodyState,
    pub standing: Standing,
}

/// Everything public about a body.
#[derive(Clone, Debug)]
pub struct BodyDetail {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    /// The register's own, finer, word for the kind.
    pub register_kind: String,
    pub nation: String,
    pub region: String,
    pub website: Option<String>,
    pub state: BodyState,
    pub standing: Standing,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
    pub identifiers: Vec<IdentifierView>,
    pub domains: Vec<DomainView>,
    pub predecessors: Vec<SuccessionView>,
    pub successors: Vec<SuccessionView>,
    /// Whether somebody administers the body already, and invites colleagues.
    pub has_administrator: bool,
}

/// A code of a body, with the dates it is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierView {
    pub scheme: String,
    pub code: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// A domain of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainView {
    pub domain: String,
    pub source: DomainSource,
    /// How many bodies have it, this one included.
    pub bodies: usize,
}

/// A body that came before or after, and when it hands or handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionView {
    pub id: BodyId,
    pub name: String,
    pub vesting_date: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_current_on_its_first_and_last_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day);
        let on = |today, from, to| Standing::on(day(today).unwrap(), from, to);

        assert_eq!(on(1, None, None), Standing::Current);
        assert_eq!(on(1, day(1), day(30)), Standing::Current);
        assert_eq!(on(30, day(1), day(30)), Standing::Current);
        assert_eq!(on(1, day(2), None), Standing::Future);
        assert_eq!(on(30, None, day(29)), Standing::Former);
    }
}
