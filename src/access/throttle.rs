//! Slowing down guesses without locking anybody out. Attempts are counted per account and address together, per
//! address, and per account; the last never stops somebody at an address they have signed in from before, so a
//! stranger who guesses cannot keep the owner out. An attempt that turns out well is taken off again, so that a
//! whole office behind one address can sign in at nine o'clock.

use chrono::Duration;

use super::email::Email;
use super::store::throttles;
use crate::kernel::Instant;
use crate::storage::{StorageError, Tx};

/// How many attempts are allowed in how long.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    key: String,
    attempts: i32,
    window: Duration,
}

/// Whether the person has signed in from this network address before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Known,
    Strange,
}

/// What an attempt counts against, always in this order, so that two at once never wait for each other in a ring.
#[derive(Clone, Debug)]
pub(super) struct Limits(Vec<Limit>);

impl Limits {
    /// Guessing one password, many passwords, or one password from many places.
    pub(super) fn of_sign_in(email: &Email, address: &str, known: Address) -> Self {
        let mut limits = vec![
            Limit { key: format!("pair {email} {address}"), attempts: 6, window: Duration::minutes(10) },
            Limit { key: format!("address {address}"), attempts: 60, window: Duration::minutes(10) },
        ];
        if known == Address::Strange {
            limits.push(Limit { key: format!("account {email}"), attempts: 100, window: Duration::hours(1) });
        }
        Self(limits)
    }

    /// Filling somebody's mailbox with links nobody asked for.
    pub(super) fn of_reset(email: &Email, address: &str) -> Self {
        Self(vec![
            Limit { key: format!("reset from {address}"), attempts: 30, window: Duration::hours(1) },
            Limit { key: format!("reset {email}"), attempts: 5, window: Duration::hours(1) },
        ])
    }

    /// Having mails sent to other people's mailboxes, each under a claim of its own.
    pub(super) fn of_claim(address: &str) -> Self {
        Self(vec![Limit { key: format!("claims from {address}"), attempts: 20, window: Duration::hours(1) }])
    }

    /// Writing to other bodies again and again by saying one thing and then the other.
    pub(super) fn of_changes(what: &str) -> Self {
        Self(vec![Limit { key: format!("changes of {what}"), attempts: 10, window: Duration::hours(24) }])
    }

    /// Counts an attempt before it is carried out, so that many at once cannot all slip through. Answers how many
    /// minutes to wait if it is one too many; that is an answer and no error, because the count must be kept.
    pub(super) fn count(&self, tx: &mut Tx<'_>, now: Instant) -> Result<Option<i64>, StorageError> {
        for limit in &self.0 {
            let (attempts, window_ends_at) = throttles::count(tx, &limit.key, now, limit.window)?;
            if attempts > limit.attempts {
                return Ok(Some(whole_minutes(window_ends_at.since(now))));
            }
        }
        Ok(None)
    }

    /// Takes an attempt that went well off again. The first counter, the narrowest, starts anew.
    pub(super) fn forgive(&self, tx: &mut Tx<'_>) -> Result<(), StorageError> {
        for (place, limit) in self.0.iter().enumerate() {
            match place {
                0 => throttles::forget(tx, &limit.key)?,
                _ => throttles::take_one_off(tx, &limit.key)?,
            }
        }
        Ok(())
    }
}

/// Lets the owner in at once who has just proved to hold the mailbox, however many strangers have guessed.
pub(super) fn forgive_account(tx: &mut Tx<'_>, email: &str) -> Result<(), StorageError> {
    throttles::forget(tx, &format!("account {email}"))
}

/// At least one, and never less than what is left.
fn whole_minutes(left: Duration) -> i64 {
    ((left.num_seconds() + 59) / 60).max(1)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn table(limits: &Limits) -> String {
        limits.0.iter().fold(String::new(), |mut table, limit| {
            let _ =
                writeln!(table, "{} in {} min: {}", limit.attempts, limit.window.num_minutes(), limit.key);
            table
        })
    }

    #[test]
    fn the_account_counts_only_at_a_strange_address() {
        let email = Email::parse("email", "ana@ashdale.example").unwrap();

        insta::assert_snapshot!(table(&Limits::of_sign_in(&email, "192.0.2.1", Address::Strange)), @r"
        6 in 10 min: pair ana@ashdale.example 192.0.2.1
        60 in 10 min: address 192.0.2.1
        100 in 60 min: account ana@ashdale.example
        ");
        insta::assert_snapshot!(table(&Limits::of_sign_in(&email, "192.0.2.1", Address::Known)), @r"
        6 in 10 min: pair ana@ashdale.example 192.0.2.1
        60 in 10 min: address 192.0.2.1
        ");
        insta::assert_snapshot!(table(&Limits::of_reset(&email, "192.0.2.1")), @r"
        30 in 60 min: reset from 192.0.2.1
        5 in 60 min: reset ana@ashdale.example
        ");
        insta::assert_snapshot!(table(&Limits::of_claim("192.0.2.1")), @"20 in 60 min: claims from 192.0.2.1");
    }

    #[test]
    fn a_wait_is_said_in_whole_minutes_and_never_too_short() {
        let minutes = [0, 1, 59, 60, 61, 600].map(|seconds| whole_minutes(Duration::seconds(seconds)));

        assert_eq!(minutes, [1, 1, 1, 1, 2, 10]);
    }
}
