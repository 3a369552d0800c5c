//! The worker's closing of months, from the first working day of the next month on.

use std::ops::Add;

use super::close::close;
use crate::access::System;
use crate::agreements::queries as agreements;
use crate::charges::ChargesError;
use crate::charges::store::closes;
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::working_days::{BankHolidays, Observed};
use crate::kernel::{Instant, Month, london};
use crate::storage::{Db, StorageError};

/// How many months of agreements one run closes at most; the next run goes on.
const MOST_IN_A_RUN: i64 = 500;

/// What one run of the worker did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub months: usize,
    pub invoices: usize,
    /// Months that could not be closed; they are in the log and are tried again.
    pub failed: usize,
}

impl Add for Due {
    type Output = Self;

    /// What two runs did.
    fn add(self, other: Self) -> Self {
        Self {
            months: self.months + other.months,
            invoices: self.invoices + other.invoices,
            failed: self.failed + other.failed,
        }
    }
}

/// Closes every month that is due at `now` and of which something was accepted. Each in a transaction of its own: one
/// that fails takes no other with it. Running it again, or on two machines at once, makes nothing twice.
pub async fn close_due(
    db: &Db,
    by: System,
    holidays: &BankHolidays,
    now: Instant,
) -> Result<Due, StorageError> {
    let last = last_month_due(holidays, now);
    let mut due = db.read(move |conn| closes::due(conn, last, MOST_IN_A_RUN)).await?;
    due.dedup_by_key(|(agreement, month, _)| (*agreement, *month));
    let mut done = Due::default();
    for (agreement, month, provider) in due {
        match close_one(db, by, (agreement, provider), month, now).await {
            Ok(invoices) => {
                done.months += 1;
                done.invoices += invoices;
            }
            Err(error) => {
                tracing::error!(%agreement, month = %month.iso(), %error, "a month could not be closed");
                done.failed += 1;
            }
        }
    }
    Ok(done)
}

/// The last month that is due: the one before this, once its first working day anywhere in the kingdom has come.
fn last_month_due(holidays: &BankHolidays, now: Instant) -> Month {
    let (today, month) = (london::date(now), london::month(now));
    let begins = holidays.first_working_day(month, Observed::AnywhereInTheUk);
    if today >= begins { month.prev() } else { month.plus(-2) }
}

async fn close_one(
    db: &Db,
    by: System,
    (agreement, provider): (AgreementId, BodyId),
    month: Month,
    now: Instant,
) -> Result<usize, ChargesError> {
    db.write(move |tx| {
        let agreement =
            agreements::agreement_of_party(tx.conn(), provider, agreement)?.ok_or(ChargesError::NotFound)?;
        close(tx, &by.actor(), agreement, month, now).map(|closed| closed.invoices.len())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_due_on_the_first_working_day_of_the_next() {
        let none = BankHolidays::none();
        let due = |at: &str| last_month_due(&none, at.parse().unwrap()).iso();

        // 1 August 2026 is a Saturday.
        assert_eq!(due("2026-08-01T12:00:00Z"), "2026-06");
        assert_eq!(due("2026-08-02T22:59:59Z"), "2026-06");
        assert_eq!(due("2026-08-02T23:00:00Z"), "2026-07", "midnight in London, in summer");
        assert_eq!(due("2026-08-03T09:00:00Z"), "2026-07");
    }

    #[test]
    fn a_bank_holiday_puts_it_off() {
        use crate::kernel::working_days::Division;
        let second = "2026-01-02".parse().unwrap();
        let new_year = "2026-01-01".parse().unwrap();
        let holidays: BankHolidays =
            [(Division::EnglandAndWales, new_year), (Division::Scotland, second)].into_iter().collect();

        let due = |at: &str| last_month_due(&holidays, at.parse().unwrap()).iso();

        assert_eq!(due("2026-01-02T12:00:00Z"), "2025-11");
        assert_eq!(due("2026-01-05T09:00:00Z"), "2025-12");
    }
}
