//! How much a find counts: BM25 (Robertson and Zaragoza 2009, section 3) over weighted fields, in whole numbers.
//!
//! What a word counts in one offer, its *impact*, is worked out when the offer is put in and takes one byte:
//!
//!     OWN · w / (w + k)      w = 6 · (times in the title) + (times in the description) / (1 - b + b · words / USUAL)
//!
//! with k = 1.2 and b = 0.75. BM25 divides by the length of the average text; here it is a usual one, so that no offer's
//! impact depends on the others, and who writes less than usual gains nothing by it. A word of the service's or the body's name counts a fixed amount, in between: title,
//! then service, then body, then description. A word is worth more the rarer it is: log2(1 + offers / offers with it),
//! in 1/256. An offer's score is the sum of impact × rarity over the words: below 12 · 255 · 8192 < 2^25.

/// The most that an offer's own text can count.
const OWN: u64 = 110;
/// What a word counts that names the service or its family.
pub const SERVICE: u8 = 75;
/// What a word counts that names the body.
pub const BODY: u8 = 60;

const TITLE_WEIGHT: u64 = 6;
/// The words of a usual description.
const USUAL: u64 = 60;
/// 1 in the fixed point of weights.
const ONE: u64 = 1_000;
const K: u64 = 1_200;

/// What a word counts that occurs so often in a title and in a description of so many words.
pub(super) fn impact(in_title: u32, in_description: u32, words: u32) -> u8 {
    let [in_title, in_description, words] = [in_title, in_description, words].map(u64::from);
    let length = ONE / 4 + ONE * 3 / 4 * words.max(USUAL) / USUAL;
    let weight = TITLE_WEIGHT * ONE * in_title + ONE * ONE * in_description / length;
    let counts = OWN * weight / (weight + K);
    u8::try_from(counts.max(1)).unwrap_or(u8::MAX)
}

/// What a word is worth that occurs in `with` of `all` offers: log2(1 + all / with), in 1/256.
pub fn rarity(with: usize, all: usize) -> u32 {
    let [with, all] = [with.max(1), all].map(|count| u64::try_from(count).unwrap_or(u64::MAX >> 20));
    log2(((with + all) << 16) / with).saturating_sub(16 << 8)
}

/// The logarithm in 1/256, rounded down. The whole part is the place of the highest bit; each squaring of what is left
/// gives one more binary digit (Knuth, The Art of Computer Programming, 1.2.2, exercise 25).
fn log2(number: u64) -> u32 {
    let whole = number.max(1).ilog2();
    let mut rest = if whole >= 31 { number >> (whole - 31) } else { number << (31 - whole) };
    let mut log = whole;
    for _ in 0..8 {
        rest = (rest * rest) >> 31;
        let digit = u32::from(rest >= 1 << 32);
        rest >>= digit;
        log = (log << 1) | digit;
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_in_whole_numbers_is_that_of_the_books() {
        assert_eq!([1, 2, 3, 10, 1 << 40].map(log2), [0, 256, 405, 850, 40 * 256]);
    }

    #[test]
    fn a_title_counts_more_than_a_service_a_body_and_a_description() {
        let (title, twice, once) = (impact(1, 0, 60), impact(0, 2, 60), impact(0, 1, 60));

        assert!(title > SERVICE && SERVICE > BODY && BODY > once && twice > once, "{title} {twice} {once}");
        assert!(impact(0, 1, 600) < once && impact(0, 1, 6) == once);
        assert_eq!(impact(0, 1, 4_000_000), 1);
        assert!(impact(20, 900, 1_000) <= 110);
    }

    #[test]
    fn a_rare_word_is_worth_more_and_one_that_every_offer_has_still_something() {
        assert_eq!(rarity(100, 100), 256);
        assert!(rarity(1, 100_000) > rarity(1_000, 100_000));
        assert!(rarity(0, usize::MAX >> 1) < 1 << 14);
    }
}
