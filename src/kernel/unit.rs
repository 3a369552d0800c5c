//! Units of capacity as people say them: 1 payslip, 598 payslips, 2.5 rack unit-months, 40 TB.

use super::Quantity;

/// What is said alike of one and of many.
const UNCOUNTED: [&str; 20] = [
    "fte",
    "wte",
    "b",
    "kb",
    "mb",
    "gb",
    "tb",
    "pb",
    "ram",
    "kw",
    "kwh",
    "mwh",
    "km",
    "m2",
    "m3",
    "kg",
    "vcpu",
    "staff",
    "data",
    "bandwidth",
];

/// Words ending like a plural that stand for one.
const ONE_OF_THEM: [&str; 6] = ["bus", "campus", "virus", "analysis", "gas", "lens"];

/// Words that do not take an s.
const IRREGULAR: [(&str, &str); 4] =
    [("person", "people"), ("child", "children"), ("man", "men"), ("woman", "women")];

/// "598 payslips", "1 payslip".
pub fn counted(quantity: Quantity, unit: &str) -> String {
    if quantity == Quantity::from_whole(1) {
        format!("{quantity} {unit}")
    } else {
        format!("{quantity} {}", plural(unit))
    }
}

/// The unit for any number of it but one. What is counted stands last in a unit, or before what is said of it: "role
/// evaluated", "set of accounts", "call per hour".
pub fn plural(unit: &str) -> String {
    if unit.starts_with(['£', '%']) {
        return unit.to_owned();
    }
    let words: Vec<&str> = unit.split(' ').collect();
    let counted = words.iter().skip(1).position(|word| is_said_of_it(word)).unwrap_or(words.len() - 1);
    let many: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(place, word)| if place == counted { plural_word(word) } else { (*word).to_owned() })
        .collect();
    many.join(" ")
}

fn is_said_of_it(word: &str) -> bool {
    ["of", "per", "in", "for", "with", "at", "on"].contains(&word)
        || word.starts_with('(')
        || (word.len() > 3 && word.ends_with("ed"))
}

/// Of a word with hyphens the last part is counted: "rack unit-months".
fn plural_word(word: &str) -> String {
    let (before, last) = word.rsplit_once('-').map_or(("", word), |(before, last)| (before, last));
    let joined = if before.is_empty() { String::new() } else { format!("{before}-") };
    let lower = last.to_lowercase();
    if UNCOUNTED.contains(&lower.as_str()) || !last.ends_with(char::is_alphabetic) {
        return word.to_owned();
    }
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == lower) {
        return format!("{joined}{many}");
    }
    let one_of_them = ONE_OF_THEM.contains(&lower.as_str());
    if lower.ends_with('s') && !lower.ends_with("ss") && !one_of_them {
        return word.to_owned(); // It is a plural already.
    }
    let many = if let Some(stem) = lower.strip_suffix("sis") {
        format!("{stem}ses")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) {
        format!("{last}es")
    } else if let Some(stem) = last.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else {
        format!("{last}s")
    };
    format!("{joined}{many}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_a_unit_are_said_as_people_say_them() {
        for (one, many) in [
            ("payslip", "payslips"),
            ("rack unit", "rack units"),
            ("rack unit-month", "rack unit-months"),
            ("audit day", "audit days"),
            ("hour", "hours"),
            ("FTE-day", "FTE-days"),
            ("GB RAM-month", "GB RAM-months"),
            ("vacancy", "vacancies"),
            ("survey", "surveys"),
            ("branch", "branches"),
            ("address", "addresses"),
            ("bus", "buses"),
            ("analysis", "analyses"),
            ("person", "people"),
            ("set of accounts", "sets of accounts"),
            ("role evaluated", "roles evaluated"),
            ("invoice raised", "invoices raised"),
            ("room (half day)", "rooms (half day)"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn what_is_not_counted_or_is_many_already_stays() {
        for unit in [
            "TB",
            "GB",
            "FTE",
            "kW",
            "m2",
            "% of works",
            "£ collected",
            "payslips",
            "rack units",
            "staff",
            "",
        ] {
            assert_eq!(plural(unit), unit);
        }
    }

    #[test]
    fn only_one_is_one() {
        let said = |typed: &str| counted(Quantity::parse("quantity", typed).unwrap(), "payslip");

        assert_eq!(
            ["0", "0.5", "1", "1.5", "598", "1200"].map(said),
            ["0 payslips", "0.5 payslips", "1 payslip", "1.5 payslips", "598 payslips", "1,200 payslips"]
        );
    }
}
