//! Key performance indicators that are proportions: so many of so many, against a target. All of it is whole
//! numbers, because 99.5% reached by a rounding is not reached.

use std::fmt;

use crate::kernel::{FieldError, text_enum};

/// How many of something counted, and how many of those were good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    numerator: u32,
    denominator: u32,
}

/// A count that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProportionError {
    #[error("a count cannot be below zero or above 4,294,967,295")]
    OutOfRange,
    #[error("the number that met the standard cannot be more than the number counted")]
    MoreThanAll,
}

text_enum! {
    /// What a month's figure says about a target.
    pub enum Outcome {
        Met = "met",
        Missed = "missed",
        /// Nothing happened that could have been measured, which is neither good nor bad.
        NotMeasured = "not_measured",
    }
}

impl Outcome {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::Missed => "Missed",
            Self::NotMeasured => "Not measured",
        }
    }
}

/// The least proportion that is good enough, in hundredths of a per cent: 99.5% is 9,950.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u16")]
pub struct Target(u16);

/// The whole, in hundredths of a per cent.
const WHOLE: u16 = 10_000;

/// A target above 100%, which nobody could meet, or of 0%, which nobody could miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a target must be more than 0% and no more than 100%")]
pub struct NotATarget;

impl Target {
    pub const fn of_ten_thousandths(count: u16) -> Option<Self> {
        if count >= 1 && count <= WHOLE { Some(Self(count)) } else { None }
    }

    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }

    /// Reads a target as people type it: `99.5` or `99.5%`.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        let text = raw.trim();
        if text.is_empty() {
            return Err(FieldError::required(field, "Enter a target, like 99.5%"));
        }
        let invalid = || FieldError::invalid(field, "Target must be a percentage like 99.5%");
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(invalid());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 2 {
            return Err(FieldError::invalid(field, "Target must have no more than 2 decimal places"));
        }
        let out_of_range =
            || FieldError::out_of_range(field, "Target must be more than 0% and no more than 100%");
        let count: u16 = format!("{whole}{fraction:0<2}").parse().map_err(|_| out_of_range())?;
        Self::of_ten_thousandths(count).ok_or_else(out_of_range)
    }
}

impl TryFrom<u16> for Target {
    type Error = NotATarget;

    fn try_from(count: u16) -> Result<Self, NotATarget> {
        Self::of_ten_thousandths(count).ok_or(NotATarget)
    }
}

/// What people read: `99.5%`, with no zeros that say nothing.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        write!(f, "{}%", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Proportion {
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, ProportionError> {
        if numerator > denominator {
            Err(ProportionError::MoreThanAll)
        } else {
            Ok(Self { numerator, denominator })
        }
    }

    /// From the counts of a database row or a form.
    pub fn of_counts(numerator: i64, denominator: i64) -> Result<Self, ProportionError> {
        let count = |number| u32::try_from(number).map_err(|_| ProportionError::OutOfRange);
        Self::new(count(numerator)?, count(denominator)?)
    }

    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    pub const fn denominator(self) -> u32 {
        self.denominator
    }

    /// Compares without dividing, so that nothing is rounded.
    pub fn against(self, target: Target) -> Outcome {
        if self.denominator == 0 {
            return Outcome::NotMeasured;
        }
        let reached = u64::from(self.numerator) * u64::from(WHOLE);
        let wanted = u64::from(self.denominator) * u64::from(target.0);
        if reached >= wanted { Outcome::Met } else { Outcome::Missed }
    }

    /// The proportion in hundredths of a per cent, cut off rather than rounded: 99.499% never shows as 99.5%.
    /// Nothing if nothing was measured.
    pub fn ten_thousandths(self) -> Option<u16> {
        let reached = u64::from(self.numerator) * u64::from(WHOLE);
        reached.checked_div(u64::from(self.denominator)).and_then(|count| u16::try_from(count).ok())
    }
}

/// What people read: `99.49%`, always with two decimals so that columns line up, or `Not measured`.
impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ten_thousandths() {
            Some(count) => write!(f, "{}.{:02}%", count / 100, count % 100),
            None => f.write_str(Outcome::NotMeasured.label()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_target_itself_is_enough_and_a_hair_less_is_not() {
        let target = Target::parse("target", "99.5%").unwrap();
        let table: Vec<String> =
            [(199, 200), (995, 1_000), (994, 1_000), (99_499, 100_000), (0, 0), (1, 1), (0, 1)]
                .map(|(good, all)| {
                    let figure = Proportion::new(good, all).unwrap();
                    format!("{good}/{all} {figure} {}", figure.against(target).label())
                })
                .to_vec();

        assert_eq!(
            table,
            [
                "199/200 99.50% Met",
                "995/1000 99.50% Met",
                "994/1000 99.40% Missed",
                "99499/100000 99.49% Missed",
                "0/0 Not measured Not measured",
                "1/1 100.00% Met",
                "0/1 0.00% Missed",
            ]
        );
    }

    #[test]
    fn targets_are_percentages() {
        let message = |raw| Target::parse("target", raw).unwrap_err().message;

        assert_eq!(Target::parse("target", " 100 % ").map(Target::ten_thousandths), Ok(10_000));
        assert_eq!(Target::parse("target", "0.01").map(|target| target.to_string()), Ok("0.01%".to_owned()));
        assert_eq!(message(""), "Enter a target, like 99.5%");
        assert_eq!(message("most"), "Target must be a percentage like 99.5%");
        assert_eq!(message("99.555"), "Target must have no more than 2 decimal places");
        assert_eq!(message("100.01"), "Target must be more than 0% and no more than 100%");
        assert_eq!(message("0"), "Target must be more than 0% and no more than 100%");
        assert!(serde_json::from_str::<Target>("10001").is_err());
    }

    #[test]
    fn no_more_can_be_good_than_there_were() {
        assert_eq!(Proportion::of_counts(3, 2), Err(ProportionError::MoreThanAll));
        assert_eq!(Proportion::of_counts(-1, 2), Err(ProportionError::OutOfRange));
    }

    proptest! {
        #[test]
        fn what_is_shown_never_flatters(all in 1_u32.., share in 0_u32..=10_000, target in 1_u16..=10_000) {
            let good = u32::try_from(u64::from(all) * u64::from(share) / 10_000).unwrap();
            let figure = Proportion::new(good, all).unwrap();

            let shown = figure.ten_thousandths().unwrap();

            prop_assert_eq!(shown >= target, figure.against(Target(target)) == Outcome::Met);
            prop_assert!(u64::from(shown) * u64::from(all) <= u64::from(good) * 10_000);
        }

        #[test]
        fn targets_can_be_typed_back(count in 1_u16..=10_000) {
            prop_assert_eq!(Target::parse("target", &Target(count).to_string()), Ok(Target(count)));
        }
    }
}
