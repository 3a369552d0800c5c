//! Services paid for with services: setting one invoice off against another, and the running account that
//! shows who has given more.

use std::collections::BTreeMap;

use crate::kernel::{Month, Pence, pence::MoneyError};

/// Two invoices set against each other. The invoices stay; only what is still to be paid changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetOff {
    /// What each invoice is reduced by: the smaller of the two.
    pub amount: Pence,
    pub first_remains: Pence,
    pub second_remains: Pence,
}

/// A set-off that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetOffError {
    #[error("an invoice below zero cannot be set off: it is a credit")]
    Negative,
}

impl SetOff {
    /// Sets off two invoices, one each way between the same two bodies, by their gross amounts.
    pub fn of(first: Pence, second: Pence) -> Result<Self, SetOffError> {
        if first.is_negative() || second.is_negative() {
            return Err(SetOffError::Negative);
        }
        let amount = first.min(second);
        let remains = |gross: Pence| Pence::from_i64(gross.to_i64() - amount.to_i64()); // never below zero
        Ok(Self { amount, first_remains: remains(first), second_remains: remains(second) })
    }
}

/// One of the two bodies of an in-kind agreement, in the order the agreement names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    First,
    Second,
}

impl Side {
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What one side gave the other in a month: the gross of its invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub month: Month,
    pub given_by: Side,
    pub value: Pence,
}

/// One month of the account as one side sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountMonth {
    pub month: Month,
    pub given: Pence,
    pub received: Pence,
    /// Everything given less everything received up to the end of this month: above zero, the other side owes.
    pub balance: Pence,
}

/// The account of an in-kind agreement as `side` sees it: every month from the first entry to the last.
pub fn account(entries: &[Entry], side: Side) -> Result<Vec<AccountMonth>, MoneyError> {
    let mut months: BTreeMap<Month, (Pence, Pence)> = BTreeMap::new();
    for entry in entries {
        let (given, received) = months.entry(entry.month).or_default();
        let column = if entry.given_by == side { given } else { received };
        *column = column.checked_add(entry.value)?;
    }
    let Some((first, last)) = months.keys().next().zip(months.keys().next_back()) else {
        return Ok(Vec::new());
    };
    let mut balance = Pence::ZERO;
    first
        .through(*last)
        .map(|month| {
            let (given, received) = months.get(&month).copied().unwrap_or_default();
            balance = balance.checked_add(given)?.checked_sub(received)?;
            Ok(AccountMonth { month, given, received, balance })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pence(amount: i64) -> Pence {
        Pence::from_i64(amount)
    }

    #[test]
    fn the_smaller_invoice_is_cleared() {
        for (first, second, amount, first_remains, second_remains) in [
            (1_200, 1_000, 1_000, 200, 0),
            (1_000, 1_200, 1_000, 0, 200),
            (500, 500, 500, 0, 0),
            (0, 700, 0, 0, 700),
        ] {
            let expected = SetOff {
                amount: pence(amount),
                first_remains: pence(first_remains),
                second_remains: pence(second_remains),
            };
            assert_eq!(SetOff::of(pence(first), pence(second)), Ok(expected));
        }
        assert_eq!(SetOff::of(pence(-1), pence(1)), Err(SetOffError::Negative));
    }

    #[test]
    fn the_account_runs_through_quiet_months() {
        let entry = |month: &str, given_by, value| Entry {
            month: month.parse().unwrap(),
            given_by,
            value: pence(value),
        };
        let entries = [
            entry("2026-11", Side::First, 1_000),
            entry("2026-11", Side::Second, 400),
            entry("2027-01", Side::Second, 900),
        ];

        let rows: Vec<String> = account(&entries, Side::First)
            .unwrap()
            .iter()
            .map(|row| format!("{}: {} {} {}", row.month.short(), row.given, row.received, row.balance))
            .collect();

        assert_eq!(
            rows,
            ["Nov 2026: £10.00 £4.00 £6.00", "Dec 2026: £0.00 £0.00 £6.00", "Jan 2027: £0.00 £9.00 −£3.00",]
        );
        assert_eq!(account(&[], Side::First), Ok(Vec::new()));
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let entry =
            (24_300_i32..24_330, any::<bool>(), 0_i64..1_000_000_000).prop_map(|(month, first, value)| {
                Entry {
                    month: Month::from_i32(month),
                    given_by: if first { Side::First } else { Side::Second },
                    value: pence(value),
                }
            });
        proptest::collection::vec(entry, 0..40)
    }

    proptest! {
        #[test]
        fn set_off_conserves_both_invoices(first in 0_i64..i64::MAX, second in 0_i64..i64::MAX) {
            let made = SetOff::of(pence(first), pence(second)).unwrap();

            prop_assert_eq!(made.amount.checked_add(made.first_remains), Ok(pence(first)));
            prop_assert_eq!(made.amount.checked_add(made.second_remains), Ok(pence(second)));
            prop_assert!(made.first_remains.is_zero() || made.second_remains.is_zero());
        }

        #[test]
        fn what_one_side_gains_the_other_loses(entries in entries()) {
            let mine = account(&entries, Side::First).unwrap();
            let theirs = account(&entries, Side::First.other()).unwrap();

            prop_assert_eq!(mine.len(), theirs.len());
            for (mine, theirs) in mine.iter().zip(&theirs) {
                prop_assert_eq!((mine.month, mine.given, mine.received), (theirs.month, theirs.received, theirs.given));
                prop_assert_eq!(mine.balance, theirs.balance.negate());
            }
        }
    }
}
