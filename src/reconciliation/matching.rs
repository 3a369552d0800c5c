//! Which ledger line pays which invoice. One rule: the reference and the gross amount are exactly the invoice's,
//! and the supplier is the invoice's provider. Whatever does not fit stays open for a person.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::Pence;
use crate::kernel::ids::{BodyId, InvoiceId, LedgerLineId};

/// The rule's name, kept with each match.
pub const EXACT: &str = "reference_and_amount";

/// A ledger line that is not matched, with the body that its supplier name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLine {
    pub id: LedgerLineId,
    pub counterparty: BodyId,
    pub reference: String,
    pub amount: Pence,
}

/// An invoice that the ledger's body owes and that no line was matched with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvoice {
    pub id: InvoiceId,
    pub provider: BodyId,
    pub number: String,
    pub gross: Pence,
}

/// A line and the invoice it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    pub line: LedgerLineId,
    pub invoice: InvoiceId,
    pub amount: Pence,
    /// In words, for whoever asks later.
    pub why: String,
}

/// Pairs lines with invoices. An earlier line comes first, so the same lines and invoices always give the same
/// pairs; no line and no invoice is in two of them. `undone` are pairs that a person took apart: they stay apart.
pub fn exact_pairs(
    lines: &[OpenLine],
    invoices: &[OpenInvoice],
    undone: &BTreeSet<(LedgerLineId, InvoiceId)>,
) -> Vec<Pairing> {
    let mut waiting: BTreeMap<(BodyId, String, Pence), Vec<&OpenInvoice>> = BTreeMap::new();
    for invoice in invoices.iter().filter(|invoice| invoice.gross > Pence::ZERO) {
        let key = (invoice.provider, compared(&invoice.number), invoice.gross);
        waiting.entry(key).or_default().push(invoice);
    }
    let mut pairs = Vec::new();
    for line in lines.iter().filter(|line| line.amount > Pence::ZERO && !line.reference.trim().is_empty()) {
        let key = (line.counterparty, compared(&line.reference), line.amount);
        let Some(candidates) = waiting.get_mut(&key) else { continue };
        let fits = candidates.iter().position(|invoice| !undone.contains(&(line.id, invoice.id)));
        if let Some(place) = fits {
            let invoice = candidates.remove(place);
            pairs.push(Pairing {
                line: line.id,
                invoice: invoice.id,
                amount: line.amount,
                why: format!(
                    "The reference {} and the amount {} are the same",
                    invoice.number, invoice.gross
                ),
            });
        }
    }
    pairs
}

/// A reference as it is compared: spaces around it and capitals do not count, anything else does.
pub fn compared(reference: &str) -> String {
    reference.trim().to_uppercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(counterparty: BodyId, reference: &str, amount: i64) -> OpenLine {
        let amount = Pence::from_i64(amount);
        OpenLine { id: LedgerLineId::new(), counterparty, reference: reference.into(), amount }
    }

    fn invoice(provider: BodyId, number: &str, gross: i64) -> OpenInvoice {
        OpenInvoice { id: InvoiceId::new(), provider, number: number.into(), gross: Pence::from_i64(gross) }
    }

    fn pairs(lines: &[OpenLine], invoices: &[OpenInvoice]) -> Vec<Pairing> {
        exact_pairs(lines, invoices, &BTreeSet::new())
    }

    #[test]
    fn only_the_same_reference_amount_and_body_match() {
        let (trust, other) = (BodyId::new(), BodyId::new());
        let invoices = [invoice(trust, "NMT-2026-000417", 506_000)];
        let matches = |line: OpenLine| pairs(&[line], &invoices).len() == 1;

        assert!(matches(line(trust, " nmt-2026-000417 ", 506_000)));
        assert!(!matches(line(trust, "NMT-2026-000417", 505_999)));
        assert!(!matches(line(trust, "NMT-2026-000417", -506_000)));
        assert!(!matches(line(trust, "NMT 2026 000417", 506_000)));
        assert!(!matches(line(trust, "", 506_000)));
        assert!(!matches(line(other, "NMT-2026-000417", 506_000)));
    }

    #[test]
    fn a_match_says_why() {
        let trust = BodyId::new();

        let found = pairs(&[line(trust, "a-1", 12_345)], &[invoice(trust, "A-1", 12_345)]);

        assert_eq!(found[0].why, "The reference A-1 and the amount £123.45 are the same");
    }

    #[test]
    fn a_pair_that_a_person_took_apart_stays_apart() {
        let trust = BodyId::new();
        let (lines, invoices) =
            ([line(trust, "A-1", 100), line(trust, "A-1", 100)], [invoice(trust, "A-1", 100)]);

        let found = exact_pairs(&lines, &invoices, &BTreeSet::from([(lines[0].id, invoices[0].id)]));

        assert_eq!(found.iter().map(|pair| pair.line).collect::<Vec<_>>(), [lines[1].id]);
    }

    proptest! {
        /// Matched and open make up the total, no line or invoice is used twice, and a second run finds nothing.
        #[test]
        fn nothing_is_matched_twice_and_no_penny_is_lost(
            lines in proptest::collection::vec((0_usize..3, "[Aa]-[1-4] ?", -3_i64..4), 0..40),
            invoices in proptest::collection::vec((0_usize..3, "A-[1-4]", 0_i64..4), 0..40),
        ) {
            let bodies = [BodyId::new(), BodyId::new(), BodyId::new()];
            let lines: Vec<OpenLine> = lines.iter().map(|(body, reference, amount)| line(bodies[*body], reference, *amount)).collect();
            let invoices: Vec<OpenInvoice> = invoices.iter().map(|(body, number, gross)| invoice(bodies[*body], number, *gross)).collect();

            let found = pairs(&lines, &invoices);

            let used: BTreeSet<LedgerLineId> = found.iter().map(|pair| pair.line).collect();
            let paid: BTreeSet<InvoiceId> = found.iter().map(|pair| pair.invoice).collect();
            prop_assert_eq!((used.len(), paid.len()), (found.len(), found.len()));
            let left: Vec<OpenLine> = lines.iter().filter(|line| !used.contains(&line.id)).cloned().collect();
            let unpaid: Vec<OpenInvoice> = invoices.iter().filter(|each| !paid.contains(&each.id)).cloned().collect();
            let matched = Pence::sum(found.iter().map(|pair| pair.amount)).unwrap();
            let open = Pence::sum(left.iter().map(|line| line.amount)).unwrap();
            prop_assert_eq!(matched.checked_add(open), Pence::sum(lines.iter().map(|line| line.amount)));
            prop_assert!(pairs(&left, &unpaid).is_empty());
        }
    }
}
