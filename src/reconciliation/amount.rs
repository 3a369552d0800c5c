//! Amounts as finance systems write them. No float is involved: the digits are read as they stand.

use crate::kernel::Pence;

/// Why a cell is not an amount; a bad row shows it as its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountFlaw {
    #[error("the amount is empty")]
    Empty,
    #[error("the amount is not a number")]
    NotANumber,
    #[error("the amount has two signs that contradict or repeat each other")]
    TwoSigns,
    #[error("the amount is zero")]
    Zero,
    #[error("the amount has a fraction of a penny")]
    FractionOfAPenny,
    #[error("the amount is too large")]
    TooLarge,
}

/// A spreadsheet that adds in binary leaves dust behind: 509.29999999999995 for 509.30. Within a millionth of
/// a penny of whole pence, an amount is those pence.
const DUST: u128 = 1_000_000;

/// The most digits that count; beyond them no amount of money is meant.
const MOST_DIGITS: usize = 30;

/// Ten million million pounds, in pence.
const MOST_PENCE: u128 = 1_000_000_000_000_000;

/// Reads an amount: `6,875.00`, `£12.5`, `(12.50)`, `12.50-`, `12.50 CR`, `509.29999999999995`, `1.2E3`.
/// Parentheses, a minus on either side and `CR` mean money back; `DR` says that it is not.
pub fn read(raw: &str) -> Result<Pence, AmountFlaw> {
    let text: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '£').collect();
    if text.is_empty() {
        return Err(if raw.contains('£') { AmountFlaw::NotANumber } else { AmountFlaw::Empty });
    }
    let (negative, number) = signed(&text.to_ascii_uppercase())?;
    let size = pence(&number)?;
    Ok(if negative { size.negate() } else { size })
}

/// Takes every mark of a sign off. One at most may be there.
fn signed(text: &str) -> Result<(bool, String), AmountFlaw> {
    let mut rest = text;
    let (mut minus, mut plus) = (0, 0);
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        (rest, minus) = (inner, minus + 1);
    }
    if let Some(inner) = rest.strip_suffix("CR") {
        (rest, minus) = (inner, minus + 1);
    } else if let Some(inner) = rest.strip_suffix("DR") {
        (rest, plus) = (inner, plus + 1);
    }
    if let Some(inner) = rest.strip_prefix(['-', '−']) {
        (rest, minus) = (inner, minus + 1);
    } else if let Some(inner) = rest.strip_prefix('+') {
        (rest, plus) = (inner, plus + 1);
    }
    if let Some(inner) = rest.strip_suffix(['-', '−']) {
        (rest, minus) = (inner, minus + 1);
    }
    if minus + plus > 1 {
        return Err(AmountFlaw::TwoSigns);
    }
    Ok((minus == 1, rest.to_owned()))
}

/// The pence of a number without a sign: digits, thousands separators, a point, an exponent.
fn pence(number: &str) -> Result<Pence, AmountFlaw> {
    let (mantissa, exponent) = match number.split_once('E') {
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
        None => (number, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let whole = without_separators(whole).filter(|whole| all_digits(whole)).ok_or(AmountFlaw::NotANumber)?;
    if !all_digits(fraction) || whole.len() + fraction.len() == 0 {
        return Err(AmountFlaw::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Err(AmountFlaw::Zero);
    }
    if digits.len() > MOST_DIGITS {
        return Err(AmountFlaw::NotANumber);
    }
    let digits: u128 = digits.parse().map_err(|_| AmountFlaw::NotANumber)?;
    let places = i32::try_from(fraction.len()).map_err(|_| AmountFlaw::NotANumber)?;
    whole_pence(digits, exponent - places + 2)
}

/// `digits` times ten to the power of `shift`, as whole pence.
fn whole_pence(digits: u128, shift: i32) -> Result<Pence, AmountFlaw> {
    let pence = if shift >= 0 {
        power_of_ten(shift.unsigned_abs())
            .and_then(|power| digits.checked_mul(power))
            .ok_or(AmountFlaw::TooLarge)?
    } else {
        // Below 10^-38 pence nothing of thirty digits is left: it is dust around zero.
        let Some(unit) = power_of_ten(shift.unsigned_abs()) else { return Err(AmountFlaw::Zero) };
        let (below, over) = (digits / unit, digits % unit);
        let (nearest, dust) = if over > unit / 2 { (below + 1, unit - over) } else { (below, over) };
        if dust > unit / DUST {
            return Err(AmountFlaw::FractionOfAPenny);
        }
        nearest
    };
    match pence {
        0 => Err(AmountFlaw::Zero),
        1..=MOST_PENCE => i64::try_from(pence).map(Pence::from_i64).map_err(|_| AmountFlaw::TooLarge),
        _ => Err(AmountFlaw::TooLarge),
    }
}

fn power_of_ten(power: u32) -> Option<u128> {
    10_u128.checked_pow(power)
}

fn exponent_of(text: &str) -> Result<i32, AmountFlaw> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !(1..=3).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AmountFlaw::NotANumber);
    }
    text.parse().map_err(|_| AmountFlaw::NotANumber)
}

/// Commas are welcome where thousands are, and nowhere else: `1,5` could be either of two amounts.
fn without_separators(whole: &str) -> Option<String> {
    let (first, rest) = match whole.split_once(',') {
        Some((first, rest)) => (first, rest.split(',').collect()),
        None => (whole, Vec::new()),
    };
    let fits = rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    fits.then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_finance_systems_write_them() {
        for (raw, pence) in [
            ("6,875.00", 687_500),
            ("853", 85_300),
            ("812.5", 81_250),
            ("£1,733,469.00", 173_346_900),
            ("509.29999999999995", 50_930),
            ("-4420.740000000001", -442_074),
            ("29735.999999999996", 2_973_600),
            ("(12.50)", -1_250),
            ("(£12.50)", -1_250),
            ("-£12.50", -1_250),
            ("12.50-", -1_250),
            ("12.50 CR", -1_250),
            ("12.50 dr", 1_250),
            ("1.2E3", 120_000),
            ("1.2e+3", 120_000),
            ("1250E-2", 1_250),
            ("−5", -500),
            (".01", 1),
            (" 10 000.00 ", 1_000_000),
        ] {
            assert_eq!(read(raw), Ok(Pence::from_i64(pence)), "{raw}");
        }
    }

    #[test]
    fn what_is_not_an_amount_says_why() {
        for (raw, flaw) in [
            ("", AmountFlaw::Empty),
            ("  ", AmountFlaw::Empty),
            ("£", AmountFlaw::NotANumber),
            ("-", AmountFlaw::NotANumber),
            (".", AmountFlaw::NotANumber),
            ("n/a", AmountFlaw::NotANumber),
            ("12.5.0", AmountFlaw::NotANumber),
            ("1,5", AmountFlaw::NotANumber),
            ("1E", AmountFlaw::NotANumber),
            ("1E9999", AmountFlaw::NotANumber),
            ("(12.50", AmountFlaw::NotANumber),
            ("(-12.50)", AmountFlaw::TwoSigns),
            ("-12.50 CR", AmountFlaw::TwoSigns),
            ("0.00", AmountFlaw::Zero),
            ("-6.82E-13", AmountFlaw::Zero),
            ("1E-300", AmountFlaw::Zero),
            ("0.005", AmountFlaw::FractionOfAPenny),
            ("12.3456", AmountFlaw::FractionOfAPenny),
            ("12.34000002", AmountFlaw::FractionOfAPenny),
            ("1E14", AmountFlaw::TooLarge),
            ("1E300", AmountFlaw::TooLarge),
        ] {
            assert_eq!(read(raw), Err(flaw), "{raw}");
        }
    }

    #[test]
    fn a_millionth_of_a_penny_is_dust_and_more_is_not() {
        assert_eq!(read("12.34000001"), Ok(Pence::from_i64(1_234)));
        assert_eq!(read("12.33999999"), Ok(Pence::from_i64(1_234)));
        assert_eq!(read("12.340000011"), Err(AmountFlaw::FractionOfAPenny));
        assert_eq!(read("12.339999989"), Err(AmountFlaw::FractionOfAPenny));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            let _ = read(&raw);
        }

        #[test]
        fn nothing_number_like_makes_it_panic(raw in "[-+(£]?[0-9,.]{0,40}(E[-+]?[0-9]{0,4})?[-)]?( ?[CD]R)?") {
            let _ = read(&raw);
        }

        #[test]
        fn every_way_of_writing_an_amount_is_the_same_amount(pence in 1_i64..1_000_000_000_000) {
            let amount = Pence::from_i64(pence);
            let plain = amount.plain();

            prop_assert_eq!(read(&plain), Ok(amount));
            prop_assert_eq!(read(&amount.to_string()), Ok(amount));
            prop_assert_eq!(read(&format!("{pence}E-2")), Ok(amount));
            prop_assert_eq!(read(&format!("{plain}0000000000001")), Ok(amount));
            for negative in [format!("-{plain}"), format!("({amount})"), format!("{plain}-"), format!("{amount} CR")] {
                prop_assert_eq!(read(&negative), Ok(amount.negate()), "{}", negative);
            }
        }
    }
}
