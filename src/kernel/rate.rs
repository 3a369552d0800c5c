//! Unit prices: pounds with up to four decimal places, so that a tenth of a penny a page can be charged.

use std::fmt;

use rust_decimal::Decimal;

use super::{
    FieldError, Pence, Quantity,
    pence::{
        MoneyError,
        digits::{self, Flaw},
    },
};

/// A price in pounds for one unit, with at most four decimal places, kept as ten-thousandths of a pound.
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
pub struct Rate(i64);

impl Rate {
    pub const ZERO: Self = Self(0);
    pub const PLACES: u32 = 4;

    /// The most that one typed price may be: a hundred million pounds for one unit.
    pub const MOST_TYPED: Self = Self(1_000_000_000_000);

    /// How many units of a rate times units of a quantity make one penny.
    pub const PER_PENNY: i128 = 1_000_000;

    /// From ten-thousandths of a pound that we stored ourselves.
    pub const fn from_i64(ten_thousandths: i64) -> Self {
        assert!(ten_thousandths >= 0, "a price cannot be below zero");
        Self(ten_thousandths)
    }

    pub const fn to_i64(self) -> i64 {
        self.0
    }

    /// Reads what a person typed as a price in pounds: `4.42`, `£0.025` or `1,200`.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        Self::parse_called(field, "Price", raw)
    }

    /// [`Rate::parse`] for a price that has a name of its own, which begins its mistakes.
    pub fn parse_called(field: &str, name: &str, raw: &str) -> Result<Self, FieldError> {
        let must = |must: &str| format!("{name} must {must}");
        match digits::scaled(raw, Self::PLACES) {
            Ok(price) if price < 0 => Err(FieldError::out_of_range(field, must("be £0 or more"))),
            Ok(price) if price <= Self::MOST_TYPED.0 => Ok(Self(price)),
            Ok(_) | Err(Flaw::TooLarge) => {
                Err(FieldError::out_of_range(field, must("be £100,000,000 or less")))
            }
            Err(Flaw::Empty) => Err(FieldError::required(field, "Enter a price in pounds")),
            Err(Flaw::NotANumber) => {
                Err(FieldError::invalid(field, must("be a number in pounds, like 4.42 or 1,200")))
            }
            Err(Flaw::TooManyPlaces) => {
                Err(FieldError::invalid(field, must("have no more than 4 decimal places, like 0.0250")))
            }
        }
    }

    /// Reads a price for everything at once, such as so much a month: whole pence, because that is what will be paid.
    /// `name` begins its mistakes.
    pub fn parse_whole_pence(field: &str, name: &str, raw: &str) -> Result<Self, FieldError> {
        let is_finer = matches!(digits::scaled(raw, 2), Err(Flaw::TooManyPlaces));
        if is_finer {
            return Err(FieldError::invalid(field, format!("{name} must be in whole pence, like 1,200.50")));
        }
        Self::parse_called(field, name, raw)
    }

    /// What `quantity` units cost, to the nearest penny, half a penny going up. Rounded once, at the end.
    pub fn times(self, quantity: Quantity) -> Result<Pence, MoneyError> {
        Pence::ratio_half_up(i128::from(self.0) * i128::from(quantity.to_i64()), Self::PER_PENNY)
    }

    /// The same amount as a price; nothing where that would be too much to hold.
    pub fn of_pence(pence: super::Pence) -> Option<Self> {
        const IN_A_PENNY: i64 = 100;
        pence.to_i64().checked_mul(IN_A_PENNY).filter(|units| *units >= 0).map(Self)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, Self::PLACES)
    }

    /// Digits for CSV files, form fields and other programs: `4.42`, `0.0250`.
    pub fn plain(self) -> String {
        let (pounds, fraction) = self.parts();
        format!("{pounds}.{fraction}")
    }

    /// Whole pounds, and two decimals where they say it all, four where they do not.
    fn parts(self) -> (u64, String) {
        let (pounds, fraction) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        let fraction = if fraction.is_multiple_of(100) {
            format!("{:02}", fraction / 100)
        } else {
            format!("{fraction:04}")
        };
        (pounds, fraction)
    }
}

/// What people read: `£4.42`, and `£0.0250` where there is less than a penny in it.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, fraction) = self.parts();
        write!(f, "£{}.{fraction}", digits::grouped(pounds))
    }
}

/// JSON holds the digits in a string, so that no program on the way turns them into a binary float.
impl serde::Serialize for Rate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> serde::Deserialize<'de> for Rate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let price = digits::deserialize(deserializer, Self::PLACES)?;
        if price < 0 {
            Err(serde::de::Error::custom("a price cannot be below zero"))
        } else {
            Ok(Self(price))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prices_read_as_people_write_them() {
        for (units, people) in
            [(44_200, "£4.42"), (250, "£0.0250"), (12_000_000, "£1,200.00"), (1, "£0.0001")]
        {
            assert_eq!(Rate::from_i64(units).to_string(), people);
        }
    }

    #[test]
    fn a_mistyped_price_gets_a_sentence() {
        let message = |raw| Rate::parse("price", raw).unwrap_err().message;

        assert_eq!(message(""), "Enter a price in pounds");
        assert_eq!(message("cheap"), "Price must be a number in pounds, like 4.42 or 1,200");
        assert_eq!(message("-1"), "Price must be £0 or more");
        assert_eq!(message("0.00001"), "Price must have no more than 4 decimal places, like 0.0250");
    }

    #[test]
    fn what_is_paid_at_once_is_in_whole_pence() {
        let read =
            |raw| Rate::parse_whole_pence("price", "A fixed price", raw).map_err(|error| error.message);

        assert_eq!(read("1,200.5000"), Ok(Rate::from_i64(12_005_000)));
        assert_eq!(read("999.999").unwrap_err(), "A fixed price must be in whole pence, like 1,200.50");
        assert_eq!(
            read("cheap").unwrap_err(),
            "A fixed price must be a number in pounds, like 4.42 or 1,200"
        );
        assert_eq!(read("").unwrap_err(), "Enter a price in pounds");
    }

    #[test]
    fn a_charge_is_rounded_once() {
        let price = Rate::from_i64(44_250);

        assert_eq!(price.times(Quantity::from_whole(1)), Ok(Pence::from_i64(443)));
        assert_eq!(price.times(Quantity::from_whole(3)), Ok(Pence::from_i64(1_328)));
        assert_eq!(price.times(Quantity::ZERO), Ok(Pence::ZERO));
        assert_eq!(Rate::from_i64(i64::MAX).times(Quantity::MOST_TYPED), Err(MoneyError::Overflow));
    }

    #[test]
    fn json_refuses_a_number_with_a_point() {
        assert_eq!(serde_json::from_str::<Rate>("\"4.42\"").unwrap(), Rate::from_i64(44_200));
        assert_eq!(serde_json::from_str::<Rate>("4").unwrap(), Rate::from_i64(40_000));
        assert!(serde_json::from_str::<Rate>("4.42").is_err());
        assert!(serde_json::from_str::<Rate>("\"-4.42\"").is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(units in 0_i64..=1_000_000_000_000) {
            let price = Rate::from_i64(units);

            prop_assert_eq!(Rate::parse("price", &price.to_string()), Ok(price));
            prop_assert_eq!(Rate::parse("price", &price.plain()), Ok(price));
        }

        #[test]
        fn times_is_the_decimal_product_rounded_half_up(units in 0_i64..1_000_000_000, count in 0_i64..1_000_000_000) {
            let (price, quantity) = (Rate::from_i64(units), Quantity::from_i64(count));

            prop_assert_eq!(price.times(quantity), Pence::from_pounds_half_up(price.decimal() * quantity.decimal()));
        }
    }
}
