//! Where an agreement stands, which its months alone decide.

use crate::kernel::{Month, text_enum};

text_enum! {
    /// Where an agreement stands.
    pub enum AgreementState { PendingStart = "pending_start", Active = "active", Ended = "ended" }
}

impl AgreementState {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PendingStart => "Starts later",
            Self::Active => "Running",
            Self::Ended => "Ended",
        }
    }

    /// Where an agreement from `first` to `last` stands in the month `today`.
    pub fn in_month(today: Month, first: Month, last: Month) -> Self {
        if today < first {
            Self::PendingStart
        } else if today <= last {
            Self::Active
        } else {
            Self::Ended
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_runs_from_its_first_month_to_the_end_of_its_last() {
        let month = |raw: &str| raw.parse::<Month>().unwrap();
        let stands = |today| AgreementState::in_month(month(today), month("2027-01"), month("2027-03"));

        let table: Vec<&str> =
            ["2026-12", "2027-01", "2027-03", "2027-04"].map(|today| stands(today).as_str()).into();

        assert_eq!(table, ["pending_start", "active", "active", "ended"]);
    }
}
