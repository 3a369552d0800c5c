//! How people type and read decimal numbers. Pence, rates and quantities are all integers counted in a
//! small fraction of their unit; this is the one place that turns digits on a page into them and back.

/// Why a typed number was not understood; each type turns it into its own sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kernel) enum Flaw {
    Empty,
    NotANumber,
    TooManyPlaces,
    TooLarge,
}

/// Reads `raw` as an integer count of `10^-places`: "£1,234.5" with two places is 123,450.
///
/// A pound sign, spaces and thousands separators are welcome; a comma anywhere else is refused, because
/// `1,5` could mean either one and a half or fifteen.
pub(in crate::kernel) fn scaled(raw: &str, places: u32) -> Result<i64, Flaw> {
    let text: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(Flaw::Empty);
    }
    let (negative, digits) = sign_and_digits(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(Flaw::NotANumber);
    }
    let whole = without_separators(whole).ok_or(Flaw::NotANumber)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Flaw::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let missing = usize::try_from(places).ok().and_then(|most| most.checked_sub(fraction.len()));
    let missing = missing.ok_or(Flaw::TooManyPlaces)?;
    let count: i64 =
        format!("0{whole}{fraction}{}", "0".repeat(missing)).parse().map_err(|_| Flaw::TooLarge)?;
    Ok(if negative { -count } else { count })
}

/// Takes the sign and the pound sign off, in either order: "-£5" and "£-5" are both typed.
fn sign_and_digits(text: &str) -> (bool, &str) {
    let bare = text.strip_prefix('£').unwrap_or(text);
    match bare.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.strip_prefix('£').unwrap_or(rest)),
        None => (false, bare.strip_prefix('+').unwrap_or(bare)),
    }
}

/// The digits of a whole number without its separators, if those stand where thousands do.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let grouped =
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    (grouped && digits(first) && rest.iter().all(|group| digits(group))).then(|| whole.replace(',', ""))
}

/// A whole number with a comma between thousands: 1234567 is "1,234,567".
pub(in crate::kernel) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Reads a decimal number from JSON: a string such as `"4.42"`, or a whole number. A JSON number with a point
/// is refused, because most programs would have passed it through a binary float on the way.
pub(in crate::kernel) fn deserialize<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
    places: u32,
) -> Result<i64, D::Error> {
    struct Typed(u32);

    impl serde::de::Visitor<'_> for Typed {
        type Value = i64;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(
                f,
                "a decimal number in a string, such as \"4.42\", with at most {} decimal places",
                self.0
            )
        }

        fn visit_str<E: serde::de::Error>(self, raw: &str) -> Result<i64, E> {
            scaled(raw, self.0).map_err(|_| E::invalid_value(serde::de::Unexpected::Str(raw), &self))
        }

        fn visit_u64<E: serde::de::Error>(self, whole: u64) -> Result<i64, E> {
            scaled(&whole.to_string(), self.0)
                .map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(whole), &self))
        }
    }

    deserializer.deserialize_any(Typed(places))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_type_numbers_in_many_ways() {
        for (raw, expected) in [
            ("1234.5", Ok(123_450)),
            (" £1,234.50 ", Ok(123_450)),
            ("1,234", Ok(123_400)),
            (".5", Ok(50)),
            ("5.", Ok(500)),
            ("-£5", Ok(-500)),
            ("£-5", Ok(-500)),
            ("−5.00", Ok(-500)),
            ("1.500", Ok(150)),
            ("", Err(Flaw::Empty)),
            (".", Err(Flaw::NotANumber)),
            ("£", Err(Flaw::NotANumber)),
            ("1,5", Err(Flaw::NotANumber)),
            ("12,34.50", Err(Flaw::NotANumber)),
            (",123", Err(Flaw::NotANumber)),
            ("1e3", Err(Flaw::NotANumber)),
            ("twelve", Err(Flaw::NotANumber)),
            ("1.005", Err(Flaw::TooManyPlaces)),
            ("99999999999999999999", Err(Flaw::TooLarge)),
        ] {
            assert_eq!(scaled(raw, 2), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in any::<String>(), places in 0_u32..6) {
            let _ = scaled(&raw, places);
        }

        #[test]
        fn separators_come_off_as_they_went_on(number in 0_u64..1_000_000_000_000) {
            prop_assert_eq!(scaled(&grouped(number), 0), Ok(i64::try_from(number).unwrap()));
        }
    }
}
