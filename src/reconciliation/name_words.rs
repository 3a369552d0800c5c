//! The words in a supplier name, as finance systems shorten, abbreviate and annotate them.

/// The spelling under which a decision about a supplier name is remembered: capitals, plain spaces, no marks.
pub fn supplier_key(name: &str) -> String {
    plain(name).join(" ")
}

/// The words that tell names apart, abbreviations written out, in the order of the name.
pub(super) fn words(name: &str) -> Vec<String> {
    let words = plain(without_notes(name));
    let written_out = words.iter().flat_map(|word| {
        match ABBREVIATIONS.binary_search_by_key(&word.as_str(), |(short, _)| short) {
            Ok(index) => ABBREVIATIONS[index].1.split(' ').map(str::to_owned).collect(),
            Err(_) => vec![word.clone()],
        }
    });
    written_out
        .filter(|word| !["AND", "FOR", "OF", "THE"].contains(&word.as_str()))
        .map(|word| singular(&word))
        .collect()
}

/// Cuts off what a finance system notes in brackets, closed or not: `(RATES&C/TAX)`, `(GENERAL AC`.
fn without_notes(name: &str) -> &str {
    name.split_once('(').map_or(name, |(before, _)| before)
}

/// Capitals and digits only, word by word; `&` is a word.
pub(super) fn plain(name: &str) -> Vec<String> {
    let name = name.to_uppercase().replace('&', " AND ").replace(['\'', '’'], "");
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `HOSPITALS` and `HOSPITAL` are one word. Short words and those in double s are left alone.
fn singular(word: &str) -> String {
    let bare = word.strip_suffix('S').filter(|bare| bare.chars().count() >= 5 && !bare.ends_with('S'));
    bare.unwrap_or(word).to_owned()
}

/// What finance systems shorten, in alphabetical order.
const ABBREVIATIONS: [(&str, &str); 42] = [
    ("AUTH", "AUTHORITY"),
    ("BC", "BOROUGH COUNCIL"),
    ("BORO", "BOROUGH"),
    ("CBC", "COUNTY BOROUGH COUNCIL"),
    ("CC", "COUNCIL"),
    ("CCG", "INTEGRATED CARE BOARD"),
    ("CNCL", "COUNCIL"),
    ("CNTY", "COUNTY"),
    ("COLL", "COLLEGE"),
    ("CONST", "CONSTABULARY"),
    ("COUN", "COUNCIL"),
    ("DC", "DISTRICT COUNCIL"),
    ("DIST", "DISTRICT"),
    ("E", "EAST"),
    ("FND", "FOUNDATION"),
    ("FT", "FOUNDATION TRUST"),
    ("GRP", "GROUP"),
    ("HOSP", "HOSPITAL"),
    ("HOSPS", "HOSPITAL"),
    ("ICB", "INTEGRATED CARE BOARD"),
    ("LB", "LONDON BOROUGH"),
    ("LBC", "LONDON BOROUGH COUNCIL"),
    ("MBC", "METROPOLITAN BOROUGH COUNCIL"),
    ("MDC", "METROPOLITAN DISTRICT COUNCIL"),
    ("MET", "METROPOLITAN"),
    ("N", "NORTH"),
    ("NE", "NORTH EAST"),
    ("NHSFT", "NHS FOUNDATION TRUST"),
    ("NHST", "NHS TRUST"),
    ("NTH", "NORTH"),
    ("NW", "NORTH WEST"),
    ("RBC", "ROYAL BOROUGH COUNCIL"),
    ("S", "SOUTH"),
    ("SE", "SOUTH EAST"),
    ("SERV", "SERVICE"),
    ("STH", "SOUTH"),
    ("SW", "SOUTH WEST"),
    ("TR", "TRUST"),
    ("UH", "UNIVERSITY HOSPITAL"),
    ("UNI", "UNIVERSITY"),
    ("UNIV", "UNIVERSITY"),
    ("W", "WEST"),
];

/// Whether one letter changed, added or left out turns one word into the other.
pub(super) fn one_letter_apart(one: &str, other: &str) -> bool {
    // Most words differ at both ends, and need no closer look.
    if one.chars().next() != other.chars().next() && one.chars().next_back() != other.chars().next_back() {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    one.len() - end <= 1 && other.len() - end <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_can_be_searched() {
        assert!(ABBREVIATIONS.is_sorted_by_key(|(short, _)| short));
    }

    #[test]
    fn names_are_taken_apart_the_same_way_on_both_sides() {
        assert_eq!(words("TORRIDGE DIST COUNCIL"), ["TORRIDGE", "DISTRICT", "COUNCIL"]);
        assert_eq!(
            words("UNIV HOSPITALS OF FERNSHIRE NHSFT"),
            ["UNIVERSITY", "HOSPITAL", "FERNSHIRE", "NHS", "FOUNDATION", "TRUST"]
        );
        assert_eq!(words("St Edda's & the Vale Council (RADIUS A/C"), ["ST", "EDDAS", "VALE", "COUNCIL"]);
        assert_eq!(supplier_key(" ashdale  Council (Rates&C/Tax)"), "ASHDALE COUNCIL RATES AND C TAX");
    }

    #[test]
    fn one_letter_changed_added_or_left_out_is_one_letter_apart() {
        for (one, other, apart) in [
            ("WEALDON", "WEALDEN", true),
            ("FERNSHIRE", "FERNSHIR", true),
            ("FERNSHIRE", "FERNNSHIRE", true),
            ("FERNSHIRE", "FERNSHIRE", false),
            ("FERNSHIRE", "FERNSHRIE", false),
            ("FERN", "FERNXY", false),
        ] {
            assert_eq!(one_letter_apart(one, other), apart, "{one} {other}");
            assert_eq!(one_letter_apart(other, one), apart, "{other} {one}");
        }
    }
}
