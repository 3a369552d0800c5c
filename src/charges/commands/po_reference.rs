//! The consumer's purchase order reference, which every invoice of the leg then quotes.

use serde_json::json;

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::agreements::queries as agreements;
use crate::audit::{self, Event, Object};
use crate::charges::ChargesError;
use crate::charges::store::closes;
use crate::kernel::ids::LegId;
use crate::kernel::{FieldError, FieldErrors, Instant, text};
use crate::storage::Tx;

/// The most characters a reference may have.
pub const MOST: usize = 40;

/// Gives a leg that has none the reference of the consumer's purchase order. It counts from the next invoice on.
pub fn set_po_reference(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    leg: LegId,
    reference: &str,
    now: Instant,
) -> Result<(), ChargesError> {
    let leg = agreements::leg_of_party(tx.conn(), by.body(), leg)?.ok_or(ChargesError::NotFound)?;
    if leg.consumer != by.body() {
        return Err(ChargesError::NotTheConsumer);
    }
    if leg.po_ref.is_some() {
        return Err(ChargesError::ReferenceSet);
    }
    let reference = parse(reference)?;
    if !closes::set_po_ref(tx, by.body(), leg.id, &reference)? {
        return Err(ChargesError::ReferenceSet);
    }
    let event = Event {
        actor: by.actor(),
        action: "leg.po_reference_set",
        object: Object::new("leg", leg.id),
        seen_by: vec![leg.provider, leg.consumer],
        data: json!({ "agreement": leg.agreement, "leg": leg.number, "po_ref": reference }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Letters, digits and the signs that order numbers are written with, on one line.
fn parse(raw: &str) -> Result<String, FieldErrors> {
    let reference = text::required("po_ref", raw, "the purchase order reference", MOST)?;
    let written = |letter: char| letter.is_alphanumeric() || "-/._ ".contains(letter);
    if reference.chars().all(written) {
        return Ok(reference);
    }
    let message = "Use letters, digits, spaces and - / . _ only, like PO-4501177";
    Err(FieldError::invalid("po_ref", message).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_written_as_order_numbers_are() {
        assert_eq!(parse(" PO-4501/177 "), Ok("PO-4501/177".to_owned()));
        assert!(parse("").unwrap_err().of("po_ref").is_some());
        assert!(parse("=1+1").unwrap_err().of("po_ref").is_some());
        assert!(parse(&"9".repeat(41)).unwrap_err().of("po_ref").is_some());
    }
}
