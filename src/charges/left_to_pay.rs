//! What is left to pay of an invoice: the one rule behind every list, page, statement and total.
//!
//! For cash it is what no set-off has cleared, until a line of the reader's own ledger pays it. What is given in kind is
//! paid for with the other service: nothing is left to pay while the in-kind account stays within its tolerance. What
//! goes beyond it is owed on the oldest invoices of the side that has taken more.

use super::in_kind::Side;
use crate::kernel::Pence;
use crate::kernel::ids::InvoiceId;
use crate::kernel::price::Settlement;

/// Whether a line of the reader's own ledger pays an invoice. The other side's ledger is never looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InLedger {
    #[default]
    NoLine,
    Matched,
}

/// What is left to pay of an invoice. `after_set_off` is what no set-off has cleared; `beyond` is what of it goes beyond
/// the tolerance of its in-kind account.
pub fn left_to_pay(settlement: Settlement, after_set_off: Pence, beyond: Pence, ledger: InLedger) -> Pence {
    match (settlement, ledger) {
        (Settlement::Cash, InLedger::NoLine) => after_set_off,
        (Settlement::Cash, InLedger::Matched) => Pence::ZERO,
        (Settlement::InKind, _) => beyond,
    }
}

/// An in-kind invoice after its set-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remainder {
    pub invoice: InvoiceId,
    pub given_by: Side,
    pub left: Pence,
}

/// By how much a balance, whichever way it stands, goes beyond what is tolerated.
pub fn beyond_tolerance(balance: Pence, tolerance: Pence) -> Pence {
    Pence::from_i64(balance.to_i64().saturating_abs().saturating_sub(tolerance.to_i64()).max(0))
}

/// Which invoices of one in-kind account are to be paid, and how much of each. `remainders` come oldest first. What is
/// to be paid adds up to what the account's balance is beyond its tolerance.
pub fn beyond_by_invoice(remainders: &[Remainder], tolerance: Pence) -> Vec<(InvoiceId, Pence)> {
    let given = |side: Side| -> i64 {
        let those = remainders.iter().filter(|remainder| remainder.given_by == side);
        those.fold(0, |sum, remainder| sum.saturating_add(remainder.left.to_i64()))
    };
    let balance = Pence::from_i64(given(Side::First).saturating_sub(given(Side::Second)));
    let ahead = if balance.is_negative() { Side::Second } else { Side::First };
    let mut rest = beyond_tolerance(balance, tolerance).to_i64();
    let mut to_pay = Vec::new();
    for remainder in remainders.iter().filter(|remainder| remainder.given_by == ahead) {
        let part = rest.min(remainder.left.to_i64());
        if part > 0 {
            to_pay.push((remainder.invoice, Pence::from_i64(part)));
            rest -= part;
        }
    }
    to_pay
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pence(amount: i64) -> Pence {
        Pence::from_i64(amount)
    }

    fn remainder(given_by: Side, left: i64) -> Remainder {
        Remainder { invoice: InvoiceId::new(), given_by, left: pence(left) }
    }

    #[test]
    fn cash_is_left_until_a_line_of_the_ledger_pays_it_and_a_service_only_beyond_the_tolerance() {
        use InLedger::{Matched, NoLine};
        use Settlement::{Cash, InKind};
        for (settlement, beyond, ledger, left) in [
            (Cash, 0, NoLine, 20_000),
            (Cash, 0, Matched, 0),
            (InKind, 0, NoLine, 0),
            (InKind, 0, Matched, 0),
            (InKind, 5_000, NoLine, 5_000),
            (InKind, 5_000, Matched, 5_000),
        ] {
            let found = left_to_pay(settlement, pence(20_000), pence(beyond), ledger);
            assert_eq!(found, pence(left), "{settlement:?} {beyond} {ledger:?}");
        }
    }

    #[test]
    fn within_the_tolerance_nothing_is_paid_and_beyond_it_the_oldest_first() {
        let remainders =
            [remainder(Side::First, 700), remainder(Side::Second, 100), remainder(Side::First, 600)];
        let to_pay = |tolerance| -> Vec<i64> {
            let found = beyond_by_invoice(&remainders, pence(tolerance));
            found.iter().map(|(_, amount)| amount.to_i64()).collect()
        };

        assert_eq!(to_pay(1_200), Vec::<i64>::new());
        assert_eq!(to_pay(1_199), [1]);
        assert_eq!(to_pay(300), [700, 200]);
        assert_eq!(beyond_by_invoice(&remainders, pence(300))[1].0, remainders[2].invoice);
    }

    proptest! {
        #[test]
        fn what_is_to_be_paid_is_what_the_balance_is_beyond_the_tolerance(
            left in proptest::collection::vec((any::<bool>(), 0_i64..1_000_000_000), 0..30),
            tolerance in 0_i64..5_000_000_000,
        ) {
            let side = |first| if first { Side::First } else { Side::Second };
            let remainders: Vec<Remainder> =
                left.iter().map(|(first, left)| remainder(side(*first), *left)).collect();
            let balance: i64 = left.iter().map(|(first, left)| if *first { *left } else { -left }).sum();

            let to_pay = beyond_by_invoice(&remainders, pence(tolerance));

            let total = Pence::sum(to_pay.iter().map(|(_, amount)| *amount)).unwrap();
            prop_assert_eq!(total, pence((balance.abs() - tolerance).max(0)));
            for (invoice, amount) in to_pay {
                let of = remainders.iter().find(|remainder| remainder.invoice == invoice).unwrap();
                prop_assert!(amount > Pence::ZERO && amount <= of.left);
                prop_assert_eq!(of.given_by, side(balance >= 0));
            }
        }
    }
}
