//! What a search's query string says, value by value: what cannot be understood is a mistake with the name of its field,
//! and the rest is searched for all the same.

use std::collections::BTreeSet;

use crate::catalogue::terms::MOST_MILES;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};

/// More than there are choices of any kind.
const MOST_CHOICES: usize = 30;
/// Longer, in bytes, than any choice.
const LONGEST_CHOICE: usize = 60;
/// What a program may say of the part of the list it wants.
const LIST_NAMES: [&str; 3] = ["cursor", "limit", "page"];

/// Nothing but these parameters, and those of the part of the list. Nobody looks at the answer a program gets, so what it
/// says in vain is told.
pub(in crate::web) fn only_known(query: &str, names: &[&str]) -> Result<(), FieldError> {
    let unknown = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| !names.contains(&name.as_ref()) && !LIST_NAMES.contains(&name.as_ref()));
    match unknown {
        Some((name, _)) => {
            let message = format!("There is no parameter “{name}”. There are: {}", names.join(", "));
            Err(FieldError::unknown(name, message))
        }
        None => Ok(()),
    }
}

/// Each choice once, and no more of them than there are: every page links to its search without each one.
pub(in crate::web) fn tidy(list: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    list.retain(|choice| {
        choice.len() <= LONGEST_CHOICE && seen.len() < MOST_CHOICES && seen.insert(choice.clone())
    });
}

/// Every value of one name that says anything.
pub(in crate::web) fn many(name: &str, values: &[String]) -> Vec<(String, String)> {
    let values = values.iter().filter(|value| !value.is_empty());
    values.map(|value| (name.to_owned(), value.clone())).collect()
}

/// Those of some choices that say anything.
pub(in crate::web) fn said(choices: &[(&str, &String)]) -> Vec<(String, String)> {
    let said = choices.iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| ((*name).to_owned(), (*value).clone())).collect()
}

pub(in crate::web) fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

pub(in crate::web) fn body(raw: &str) -> Result<BodyId, FieldError> {
    raw.parse().map_err(|_| FieldError::unknown("near", "There is no body with this id"))
}

pub(in crate::web) fn miles(raw: &str) -> Result<u16, FieldError> {
    let miles = raw.replace(',', "").parse().ok().filter(|miles| (1..=MOST_MILES).contains(miles));
    miles.ok_or_else(|| {
        FieldError::out_of_range("within", format!("Enter a whole number of miles, 1 to {MOST_MILES}"))
    })
}

/// The value if it is known.
pub(in crate::web) fn one<T: std::str::FromStr>(
    raw: &str,
    field: &str,
    errors: &mut FieldErrors,
) -> Option<T> {
    each(some(raw).as_slice(), field, errors).pop()
}

/// Every value that is known; the others are mistakes.
pub(in crate::web) fn each<T: std::str::FromStr>(
    raw: &[impl AsRef<str>],
    field: &str,
    errors: &mut FieldErrors,
) -> Vec<T> {
    let mut known = Vec::new();
    for value in raw.iter().map(|value| value.as_ref().trim()).filter(|value| !value.is_empty()) {
        let message = || format!("We do not know the {} “{value}”, so it is left out", noun(field));
        known.extend(errors.keep(value.parse().map_err(|_| FieldError::unknown(field, message()))));
    }
    known
}

fn noun(field: &str) -> &'static str {
    match field {
        "kind" => "kind of body",
        "pays" => "way to pay",
        "shape" => "shape",
        "size_measure" => "measure of size",
        "assurance" => "standard",
        "reach" => "reach",
        "vat_profile" => "VAT profile",
        "vat_heading" => "heading",
        "vat_unstated" => "VAT treatment",
        "sort" => "order",
        _ => "choice",
    }
}
