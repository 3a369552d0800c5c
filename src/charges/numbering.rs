//! Invoice numbers: one unbroken count for each provider and financial year (Value Added Tax Regulations 1995,
//! regulation 14(1)(a), asks for "a sequential number based on one or more series").

use std::fmt;

use crate::kernel::month::FinancialYear;

/// The letters that begin a provider's invoice numbers: 2 to 5 capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    const MOST: usize = 5;
    const SMALL_WORDS: [&str; 6] = ["AND", "FOR", "IN", "OF", "ON", "THE"];

    /// The initials of a body's name, or the start of its only word. Two bodies may share a prefix: a number is
    /// the provider's own, and the provider stands beside it.
    pub fn of_body(name: &str) -> Self {
        let name = name.to_ascii_uppercase().replace(['\'', '’'], "");
        let words: Vec<&str> = name
            .split(|c: char| !c.is_ascii_uppercase())
            .filter(|word| !word.is_empty() && !Self::SMALL_WORDS.contains(word))
            .collect();
        let letters: String = match words.as_slice() {
            [only] => only.chars().take(Self::MOST).collect(),
            several => several.iter().filter_map(|word| word.chars().next()).take(Self::MOST).collect(),
        };
        Self::parse(&letters).unwrap_or_else(|| Self("BODY".to_owned()))
    }

    /// A prefix as it was stored or written in a number.
    pub fn parse(raw: &str) -> Option<Self> {
        let fits = (2..=Self::MOST).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_uppercase());
        fits.then(|| Self(raw.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An invoice's number, such as `AC-2026-27-000417`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceNumber {
    pub prefix: Prefix,
    pub year: FinancialYear,
    /// From 1, without gaps.
    pub sequence: u32,
}

impl InvoiceNumber {
    /// The number after `last`, the last one that was given out in this year, or 0.
    pub fn after(last: u32, prefix: Prefix, year: FinancialYear) -> Self {
        assert!(last < u32::MAX, "nobody sends four thousand million invoices a year");
        Self { prefix, year, sequence: last + 1 }
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:06}", self.prefix.0, self.year, self.sequence)
    }
}

/// A text that is not one of our invoice numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an invoice number is like AC-2026-27-000417")]
pub struct NotAnInvoiceNumber;

impl std::str::FromStr for InvoiceNumber {
    type Err = NotAnInvoiceNumber;

    fn from_str(raw: &str) -> Result<Self, NotAnInvoiceNumber> {
        let (prefix, rest) = raw.split_once('-').ok_or(NotAnInvoiceNumber)?;
        let (year, sequence) = rest.rsplit_once('-').ok_or(NotAnInvoiceNumber)?;
        let number = Self {
            prefix: Prefix::parse(prefix).ok_or(NotAnInvoiceNumber)?,
            year: year.parse().map_err(|_| NotAnInvoiceNumber)?,
            sequence: sequence.parse().map_err(|_| NotAnInvoiceNumber)?,
        };
        // Only the one way we write a number is that number: 000417, not 417 or +00417.
        if number.sequence > 0 && number.to_string() == raw { Ok(number) } else { Err(NotAnInvoiceNumber) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prefixes_are_the_initials_of_the_words() {
        for (name, prefix) in [
            ("Ashdale Council", "AC"),
            ("Northmoor University Hospitals NHS Foundation Trust", "NUHNF"),
            ("University of the Lower Vale", "ULV"),
            ("St Edda's Borough Council", "SEBC"),
            ("Fernshire", "FERNS"),
            ("The Of", "BODY"),
            ("Ü", "BODY"),
            ("", "BODY"),
        ] {
            assert_eq!(Prefix::of_body(name).as_str(), prefix, "{name}");
        }
    }

    #[test]
    fn a_number_reads_as_it_is_written() {
        let number =
            InvoiceNumber::after(416, Prefix::of_body("Ashdale Council"), FinancialYear::from_i32(2026));

        assert_eq!(number.to_string(), "AC-2026-27-000417");
        assert_eq!("AC-2026-27-000417".parse(), Ok(number));
    }

    #[test]
    fn anything_else_is_not_a_number_of_ours() {
        for raw in [
            "",
            "AC",
            "AC-2026-27",
            "AC-2026-27-417",
            "AC-2026-27-000000",
            "AC-2026-28-000417",
            "ac-2026-27-000417",
            "A-2026-27-000417",
            "ABCDEF-2026-27-000417",
            "AC-2026-27-+00417",
            "AC-2026-27-000417 ",
        ] {
            assert_eq!(raw.parse::<InvoiceNumber>(), Err(NotAnInvoiceNumber), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn numbers_come_back_from_their_text(name in any::<String>(), year in 2_000_i32..2_200, last in 0_u32..u32::MAX) {
            let number = InvoiceNumber::after(last, Prefix::of_body(&name), FinancialYear::from_i32(year));

            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            let _ = raw.parse::<InvoiceNumber>();
        }
    }
}
