//! What changed between two versions, term by term.

use super::describe::{TermLine, lines};
use super::model::Version;

/// A term before and after; nothing where the version has no such term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDelta {
    /// The whole name of the term, and the two parts it is made of.
    pub term: String,
    pub part: String,
    pub label: String,
    pub was: Option<String>,
    pub now: Option<String>,
}

impl TermDelta {
    pub fn is_change(&self) -> bool {
        self.was != self.now
    }
}

/// Every term of two versions, in the order of the later one, with what fell away after what it stood behind.
pub fn versions(before: &Version, after: &Version) -> Vec<TermDelta> {
    compare(&lines(&before.terms, &before.parties), &lines(&after.terms, &before.parties))
}

/// The terms of a first version, all of them new to the reader and none of them changed.
pub fn first(version: &Version) -> Vec<TermDelta> {
    let own = lines(&version.terms, &version.parties);
    compare(&own, &own)
}

fn compare(before: &[TermLine], after: &[TermLine]) -> Vec<TermDelta> {
    let same = |one: &TermLine, other: &TermLine| one.part == other.part && one.label == other.label;
    let value = |lines: &[TermLine], of: &TermLine| {
        lines.iter().find(|line| same(line, of)).map(|line| line.value.clone())
    };
    let delta = |line: &TermLine, was, now| TermDelta {
        term: line.name(),
        part: line.part.clone(),
        label: line.label.clone(),
        was,
        now,
    };
    let mut deltas: Vec<TermDelta> =
        after.iter().map(|line| delta(line, value(before, line), Some(line.value.clone()))).collect();
    for (place, line) in before.iter().enumerate() {
        if value(after, line).is_none() {
            let gone = delta(line, Some(line.value.clone()), None);
            let neighbour = place.checked_sub(1).and_then(|place| before.get(place));
            let at = neighbour
                .and_then(|neighbour| deltas.iter().position(|delta| delta.term == neighbour.name()))
                .map_or(deltas.len(), |at| at + 1);
            deltas.insert(at, gone);
        }
    }
    deltas
}

/// The changes in one sentence, for whoever acted on a version that was overtaken.
pub fn in_words(deltas: &[TermDelta]) -> String {
    const SPELT_OUT: usize = 3;
    let changed: Vec<&TermDelta> = deltas.iter().filter(|delta| delta.is_change()).collect();
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let mut words: Vec<String> = changed
        .iter()
        .take(SPELT_OUT)
        .map(|delta| match (said(&delta.was), said(&delta.now)) {
            (Some(was), Some(now)) => format!("“{}” from {was} to {now}", delta.term),
            (None, Some(now)) => format!("“{}” to {now}", delta.term),
            _ => format!("“{}”, which is left out now", delta.term),
        })
        .collect();
    match changed.len() {
        0 => "no term".to_owned(),
        count if count > SPELT_OUT => {
            words.push(format!("and {} more", count - SPELT_OUT));
            words.join("; ")
        }
        _ => words.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, value: &str) -> TermLine {
        TermLine { part: String::new(), label: label.into(), value: value.into() }
    }

    #[test]
    fn terms_are_compared_by_their_labels() {
        let before = [line("Title", "Payroll"), line("Price", "£4.60"), line("VAT", "Zero rate")];
        let after = [line("Title", "Payroll"), line("Price", "£4.40"), line("Tolerance", "£100.00")];

        let deltas = compare(&before, &after);

        let order: Vec<&str> = deltas.iter().map(|delta| delta.term.as_str()).collect();
        assert_eq!(order, ["Title", "Price", "VAT", "Tolerance"]);
        assert_eq!(
            in_words(&deltas),
            "“Price” from £4.60 to £4.40; “VAT”, which is left out now; “Tolerance” to £100.00"
        );
    }

    #[test]
    fn many_changes_are_counted_rather_than_listed() {
        let before: Vec<TermLine> = (0..5).map(|n| line(&n.to_string(), "a")).collect();
        let after: Vec<TermLine> = (0..5).map(|n| line(&n.to_string(), "b")).collect();

        assert!(in_words(&compare(&before, &after)).ends_with("; and 2 more"));
        assert_eq!(in_words(&compare(&before, &before)), "no term");
    }
}
