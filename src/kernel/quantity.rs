//! How much of a unit of capacity: payslips, rack units, audit days. Never below nothing.

use std::fmt;

use rust_decimal::Decimal;

use super::{
    FieldError,
    pence::digits::{self, Flaw},
};

/// A number of units with at most four decimal places, kept as ten-thousandths.
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
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Quantity(i64);

/// A quantity that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    #[error("the quantity is too large to work with")]
    Overflow,
    #[error("a quantity cannot be below zero")]
    BelowZero,
}

impl Quantity {
    pub const ZERO: Self = Self(0);
    pub const PLACES: u32 = 4;

    /// The most that one typed quantity may be: a thousand million units.
    pub const MOST_TYPED: Self = Self::from_whole(1_000_000_000);

    /// From ten-thousandths that we stored ourselves.
    pub const fn from_i64(ten_thousandths: i64) -> Self {
        assert!(ten_thousandths >= 0, "a quantity cannot be below zero");
        Self(ten_thousandths)
    }

    pub const fn to_i64(self) -> i64 {
        self.0
    }

    pub const fn from_whole(units: u32) -> Self {
        Self(units as i64 * 10_000)
    }

    /// Reads what a person typed: `12`, `7.5` or `1,250`.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        Self::parse_called(field, "Quantity", raw)
    }

    /// The same for a quantity that has a name of its own, with which its mistakes begin.
    pub fn parse_called(field: &str, name: &str, raw: &str) -> Result<Self, FieldError> {
        Self::read(field, name, raw, "0 or more")
    }

    /// A quantity of something, where nothing at all would make no sense.
    pub fn parse_positive(field: &str, raw: &str) -> Result<Self, FieldError> {
        Self::parse_positive_called(field, "Quantity", raw)
    }

    /// The same for a quantity that has a name of its own.
    pub fn parse_positive_called(field: &str, name: &str, raw: &str) -> Result<Self, FieldError> {
        const LEAST: &str = "more than 0";
        let quantity = Self::read(field, name, raw, LEAST)?;
        if quantity.is_zero() {
            return Err(FieldError::out_of_range(field, format!("{name} must be {LEAST}")));
        }
        Ok(quantity)
    }

    fn read(field: &str, name: &str, raw: &str, least: &str) -> Result<Self, FieldError> {
        let must = |must: &str| format!("{name} must {must}");
        if raw.contains('£') {
            return Err(FieldError::invalid(field, must("be a number, not an amount of money")));
        }
        match digits::scaled(raw, Self::PLACES) {
            Ok(count) if count < 0 => Err(FieldError::out_of_range(field, must(&format!("be {least}")))),
            Ok(count) if count <= Self::MOST_TYPED.0 => Ok(Self(count)),
            Ok(_) | Err(Flaw::TooLarge) => {
                Err(FieldError::out_of_range(field, must("be 1,000,000,000 or less")))
            }
            Err(Flaw::Empty) => Err(FieldError::required(field, "Enter a quantity")),
            Err(Flaw::NotANumber) => Err(FieldError::invalid(field, must("be a number, like 12 or 7.5"))),
            Err(Flaw::TooManyPlaces) => {
                Err(FieldError::invalid(field, must("have no more than 4 decimal places")))
            }
        }
    }

    pub fn checked_add(self, other: Self) -> Result<Self, QuantityError> {
        self.0.checked_add(other.0).map(Self).ok_or(QuantityError::Overflow)
    }

    /// What is left after `other` is taken away; an error if that is less than nothing.
    pub fn checked_sub(self, other: Self) -> Result<Self, QuantityError> {
        if other > self { Err(QuantityError::BelowZero) } else { Ok(Self(self.0 - other.0)) }
    }

    pub fn sum(quantities: impl IntoIterator<Item = Self>) -> Result<Self, QuantityError> {
        quantities.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, Self::PLACES)
    }

    /// Digits for CSV files, form fields and other programs, without separators: `1250.5`.
    pub fn plain(self) -> String {
        self.written(|whole| whole.to_string())
    }

    fn written(self, whole: impl Fn(u64) -> String) -> String {
        let (units, part) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        let mut text = whole(units);
        if part > 0 {
            text.push_str(format!(".{part:04}").trim_end_matches('0'));
        }
        text
    }
}

/// What people read: `1,250.5`, with no zeros that say nothing.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(digits::grouped))
    }
}

/// JSON holds the digits in a string, so that no program on the way turns them into a binary float.
impl serde::Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> serde::Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = digits::deserialize(deserializer, Self::PLACES)?;
        if count < 0 { Err(serde::de::Error::custom(QuantityError::BelowZero)) } else { Ok(Self(count)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantities_read_as_people_write_them() {
        for (count, people, programs) in [
            (0, "0", "0"),
            (75_000, "7.5", "7.5"),
            (12_500_000, "1,250", "1250"),
            (1, "0.0001", "0.0001"),
            (100_000_000, "10,000", "10000"),
        ] {
            let quantity = Quantity::from_i64(count);
            assert_eq!((quantity.to_string(), quantity.plain()), (people.to_owned(), programs.to_owned()));
        }
    }

    #[test]
    fn a_mistyped_quantity_gets_a_sentence() {
        let message = |raw| Quantity::parse_positive("quantity", raw).unwrap_err().message;

        assert_eq!(message(""), "Enter a quantity");
        assert_eq!(message("a few"), "Quantity must be a number, like 12 or 7.5");
        assert_eq!(message("-1"), "Quantity must be more than 0");
        assert_eq!(message("£1,234.567"), "Quantity must be a number, not an amount of money");
        assert_eq!(message("0.0"), "Quantity must be more than 0");
        assert_eq!(message("0.00001"), "Quantity must have no more than 4 decimal places");
        assert_eq!(message("1000000001"), "Quantity must be 1,000,000,000 or less");
    }

    #[test]
    fn less_than_nothing_is_an_error() {
        let (two, three) = (Quantity::from_whole(2), Quantity::from_whole(3));

        assert_eq!(two.checked_sub(three), Err(QuantityError::BelowZero));
        assert_eq!(three.checked_sub(two), Ok(Quantity::from_whole(1)));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(count in 0_i64..=10_000_000_000_000) {
            let quantity = Quantity::from_i64(count);

            prop_assert_eq!(Quantity::parse("quantity", &quantity.to_string()), Ok(quantity));
            let json = serde_json::to_string(&quantity).unwrap();
            prop_assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity);
        }
    }
}
