//! How near two words are: the fewest letters to add, drop, change, or swap with their neighbour, that turn one into the
//! other. This is optimal string alignment, the form of the Damerau-Levenshtein distance in which no letter is moved
//! twice (Damerau 1964; Boytsov 2011, section 2.2), cut off as soon as it must be more than asked. O(m · n) letters.

/// How many errors a word of so many letters is forgiven.
pub const fn most_errors(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The distance between two words, if it is `most` or less.
pub fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut letter_before = None;
    for (number, letter) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        let (mut left, mut other_before) = (number + 1, None);
        row.push(left);
        for (column, (other_letter, sides)) in other.iter().zip(last.windows(2)).enumerate() {
            let [diagonal, above] = sides else { continue };
            let mut cell = (above + 1).min(left + 1).min(diagonal + usize::from(letter != other_letter));
            if letter_before == Some(other_letter) && other_before == Some(letter) {
                let swapped = column.checked_sub(1).and_then(|column| before.get(column));
                cell = swapped.map_or(cell, |swapped| cell.min(swapped + 1));
            }
            row.push(cell);
            (left, other_before) = (cell, Some(other_letter));
        }
        if row.iter().all(|cell| *cell > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
        letter_before = Some(letter);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

/// Which letters a word has, a bit each, and how many: two words a few errors apart differ in few bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature {
    letters: u32,
    length: u32,
}

impl Signature {
    pub(super) fn of(word: &str) -> Self {
        let bit = |letter: char| match letter {
            'a'..='z' => u32::from(letter) - u32::from('a'),
            '0'..='9' => 26,
            _ => 27 + u32::from(letter) % 5,
        };
        let letters = word.chars().fold(0, |letters, letter| letters | 1 << bit(letter));
        Self { letters, length: u32::try_from(word.chars().count()).unwrap_or(u32::MAX) }
    }

    /// Whether the words may be as near as `most`. One error takes away at most one letter and brings at most one.
    pub(super) fn may_be_near(self, other: Self, most: u32) -> bool {
        self.length.abs_diff(other.length) <= most && (self.letters ^ other.letters).count_ones() <= 2 * most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_swapped_dropped_added_or_changed_count_one() {
        for (typed, meant) in
            [("pyaroll", "payroll"), ("payrol", "payroll"), ("payrolll", "payroll"), ("paxroll", "payroll")]
        {
            assert_eq!(distance(typed, meant, 2), Some(1), "{typed}");
        }
        assert_eq!(distance("audit", "payroll", 2), None);
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_books_and_the_signature_never_hides_a_near_word(
            one in "[abcé1]{0,7}", other in "[abcé1]{0,7}", most in 0_usize..4,
        ) {
            let true_distance = strsim::osa_distance(&one, &other);
            let near = true_distance <= most;

            prop_assert_eq!(distance(&one, &other, most), near.then_some(true_distance));
            let may = Signature::of(&one).may_be_near(Signature::of(&other), u32::try_from(most).unwrap());
            prop_assert!(may || !near);
        }
    }
}
