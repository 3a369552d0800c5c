//! How single choices in the catalogue's address are read, and how a mistake in one is told.

use crate::catalogue::terms::MOST_MILES;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};

/// What was typed, if it says anything.
pub(super) fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The id of a body.
pub(super) fn body(raw: &str) -> Result<BodyId, FieldError> {
    raw.parse().map_err(|_| FieldError::unknown("near", "There is no body with this id"))
}

/// A distance that can be asked for.
pub(super) fn miles(raw: &str) -> Result<u16, FieldError> {
    let miles = raw.replace(',', "").parse().ok().filter(|miles| (1..=MOST_MILES).contains(miles));
    miles.ok_or_else(|| {
        FieldError::out_of_range("within", format!("Enter a whole number of miles, 1 to {MOST_MILES}"))
    })
}

/// The value if it is known.
pub(super) fn one<T: std::str::FromStr>(raw: &str, field: &str, errors: &mut FieldErrors) -> Option<T> {
    each(some(raw).as_slice(), field, errors).pop()
}

/// Every value that is known; the others are mistakes.
pub(super) fn each<T: std::str::FromStr>(
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
