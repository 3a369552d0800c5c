//! Money: whole pence, never a float, never a silent wrap.

pub(super) mod digits;

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::FieldError;

use digits::Flaw;

/// An amount of pounds sterling in whole pence, below nothing as well as above.
///
/// There is no `+`: adding is [`Pence::checked_add`], because an amount that grew too large is an error with a
/// name. The smallest `i64` is not an amount, so that every amount has its negative.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
#[serde(transparent)]
pub struct Pence(i64);

/// An amount of money that cannot be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("the amount is too large to work with")]
    Overflow,
}

impl Pence {
    pub const ZERO: Self = Self(0);

    /// The most that one typed amount may be: ten billion pounds, more than any body here spends in a year.
    pub const MOST_TYPED: Self = Self(1_000_000_000_000);

    /// From whole pence that we stored or counted ourselves.
    pub const fn from_i64(pence: i64) -> Self {
        assert!(pence != i64::MIN, "the smallest i64 has no negative and is not an amount");
        Self(pence)
    }

    pub const fn to_i64(self) -> i64 {
        self.0
    }

    /// Reads what a person typed as an amount in pounds: `£1,234.50`, `1234.5`, `1,234` or `-5`.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        Self::parse_called(field, "Amount", raw)
    }

    /// The same for an amount that has a name of its own, with which its mistakes begin.
    pub fn parse_called(field: &str, name: &str, raw: &str) -> Result<Self, FieldError> {
        let must = |must: &str| format!("{name} must {must}");
        match digits::scaled(raw, 2) {
            Ok(pence) if pence.unsigned_abs() <= Self::MOST_TYPED.0.unsigned_abs() => Ok(Self(pence)),
            Ok(_) | Err(Flaw::TooLarge) => {
                Err(FieldError::out_of_range(field, must("be £10,000,000,000 or less")))
            }
            Err(Flaw::Empty) => Err(FieldError::required(field, "Enter an amount in pounds")),
            Err(Flaw::NotANumber) => {
                Err(FieldError::invalid(field, must("be a number in pounds, like 1,234.50")))
            }
            Err(Flaw::TooManyPlaces) => {
                Err(FieldError::invalid(field, must("have no more than 2 decimal places, like 1,234.50")))
            }
        }
    }

    /// The pence nearest to an amount in pounds. Half a penny goes away from nothing: 0.005 is one penny and
    /// −0.005 is minus one, so that a credit note always mirrors its invoice.
    pub fn from_pounds_half_up(pounds: Decimal) -> Result<Self, MoneyError> {
        let pence = pounds.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError::Overflow)?;
        let nearest = pence.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        nearest.to_i64().ok_or(MoneyError::Overflow).and_then(Self::held)
    }

    /// The pence nearest to `numerator / denominator` pence, half away from nothing as in
    /// [`Pence::from_pounds_half_up`]. `denominator` must be above nothing.
    pub(crate) fn ratio_half_up(numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        assert!(denominator > 0, "a ratio of money needs a denominator above nothing");
        let (whole, left) = (numerator.abs() / denominator, numerator.abs() % denominator);
        let size = if left >= denominator - left { whole + 1 } else { whole };
        i64::try_from(size * numerator.signum()).map_err(|_| MoneyError::Overflow).and_then(Self::held)
    }

    /// The amount in pounds, exactly.
    pub fn pounds(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.0.checked_add(other.0).ok_or(MoneyError::Overflow).and_then(Self::held)
    }

    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.checked_add(other.negate())
    }

    /// The sum of many amounts. It is worked out widely, so only the sum itself has to fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        let total: i128 = amounts.into_iter().map(|amount| i128::from(amount.0)).sum();
        i64::try_from(total).map_err(|_| MoneyError::Overflow).and_then(Self::held)
    }

    #[must_use]
    pub const fn negate(self) -> Self {
        Self(-self.0)
    }

    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Digits for CSV files and other programs: `1234.56`, `-1234.56`.
    pub fn plain(self) -> String {
        let (pounds, pence) = self.parts();
        format!("{}{pounds}.{pence:02}", if self.is_negative() { "-" } else { "" })
    }

    fn parts(self) -> (u64, u64) {
        (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }

    fn held(pence: i64) -> Result<Self, MoneyError> {
        if pence == i64::MIN { Err(MoneyError::Overflow) } else { Ok(Self(pence)) }
    }
}

/// What people read: `£1,234.56`, and `−£5.00` with a real minus sign.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, pence) = self.parts();
        let sign = if self.is_negative() { "−" } else { "" };
        write!(f, "{sign}£{}.{pence:02}", digits::grouped(pounds))
    }
}

impl<'de> serde::Deserialize<'de> for Pence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::held(i64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        for (pence, people, programs) in [
            (0, "£0.00", "0.00"),
            (5, "£0.05", "0.05"),
            (123_456, "£1,234.56", "1234.56"),
            (-500, "−£5.00", "-5.00"),
            (-123_456_789, "−£1,234,567.89", "-1234567.89"),
        ] {
            let amount = Pence::from_i64(pence);
            assert_eq!((amount.to_string(), amount.plain()), (people.to_owned(), programs.to_owned()));
        }
    }

    #[test]
    fn a_mistyped_amount_gets_a_sentence() {
        let message = |raw| Pence::parse("price", raw).unwrap_err().message;

        assert_eq!(message(" "), "Enter an amount in pounds");
        assert_eq!(message("lots"), "Amount must be a number in pounds, like 1,234.50");
        assert_eq!(message("1.005"), "Amount must have no more than 2 decimal places, like 1,234.50");
        assert_eq!(message("10,000,000,000.01"), "Amount must be £10,000,000,000 or less");
    }

    #[test]
    fn half_a_penny_goes_away_from_nothing() {
        for (pounds, pence) in [
            (dec!(0.005), 1),
            (dec!(-0.005), -1),
            (dec!(0.0049), 0),
            (dec!(1.015), 102),
            (dec!(-1.0149), -101),
        ] {
            assert_eq!(Pence::from_pounds_half_up(pounds), Ok(Pence::from_i64(pence)), "{pounds}");
        }
    }

    #[test]
    fn too_much_is_an_error_with_a_name() {
        let most = Pence::from_i64(i64::MAX);

        assert_eq!(most.checked_add(Pence::from_i64(1)), Err(MoneyError::Overflow));
        assert_eq!(most.negate().checked_sub(Pence::from_i64(1)), Err(MoneyError::Overflow));
        assert_eq!(Pence::sum([most, most, most.negate()]), Ok(most));
        assert_eq!(Pence::from_pounds_half_up(Decimal::MAX), Err(MoneyError::Overflow));
    }

    #[test]
    fn json_holds_whole_pence() {
        assert_eq!(serde_json::to_string(&Pence::from_i64(-150)).unwrap(), "-150");
        assert_eq!(serde_json::from_str::<Pence>("150").unwrap(), Pence::from_i64(150));
        assert!(serde_json::from_str::<Pence>("1.5").is_err());
        assert!(serde_json::from_str::<Pence>("-9223372036854775808").is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(pence in -1_000_000_000_000_i64..=1_000_000_000_000) {
            let amount = Pence::from_i64(pence);

            prop_assert_eq!(Pence::parse("amount", &amount.to_string()), Ok(amount));
            prop_assert_eq!(Pence::parse("amount", &amount.plain()), Ok(amount));
            prop_assert_eq!(Pence::from_pounds_half_up(amount.pounds()), Ok(amount));
        }

        #[test]
        fn rounding_mirrors_around_nothing(units in any::<i64>(), places in 0_u32..10) {
            let pounds = Decimal::new(units, places);

            let up = Pence::from_pounds_half_up(pounds);
            let down = Pence::from_pounds_half_up(-pounds);

            prop_assert_eq!(up.map(Pence::negate), down);
        }

        #[test]
        fn both_roundings_agree(units in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(
                Pence::from_pounds_half_up(Decimal::new(units, 5)),
                Pence::ratio_half_up(i128::from(units), 1_000)
            );
        }

        #[test]
        fn taking_away_undoes_adding(a in any::<i32>(), b in any::<i32>()) {
            let (a, b) = (Pence::from_i64(a.into()), Pence::from_i64(b.into()));

            prop_assert_eq!(a.checked_add(b).and_then(|sum| sum.checked_sub(b)), Ok(a));
        }
    }
}
