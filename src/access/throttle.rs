//! Slowing down guesses without locking anybody out. Failures are counted per account and address together, per
//! address, and per account; the last never stops somebody at an address they have signed in from before, so a
//! stranger who guesses cannot keep the owner out.

use chrono::Duration;

use super::error::AccessError;
use super::store::throttles;
use crate::kernel::Instant;
use crate::storage::Tx;

/// How many failures are allowed in how long.
struct Limit {
    key: String,
    failures: i32,
    window: Duration,
}

fn limits(email: &str, address: &str, known_here: bool) -> Vec<Limit> {
    let mut limits = vec![
        Limit { key: format!("pair {email} {address}"), failures: 6, window: Duration::minutes(10) },
        Limit { key: format!("address {address}"), failures: 60, window: Duration::minutes(10) },
    ];
    if !known_here {
        limits.push(Limit { key: format!("account {email}"), failures: 100, window: Duration::hours(1) });
    }
    limits
}

/// Counts an attempt before it is carried out, so that many at once cannot all slip through.
pub(super) fn count_attempt(
    tx: &mut Tx<'_>,
    email: &str,
    address: &str,
    known_here: bool,
    now: Instant,
) -> Result<(), AccessError> {
    for limit in limits(email, address, known_here) {
        let (failures, window_ends_at) = throttles::count(tx, &limit.key, now, limit.window)?;
        if failures > limit.failures {
            let minutes = (window_ends_at.since(now).num_seconds() + 59) / 60;
            return Err(AccessError::TooManyAttempts { minutes: minutes.max(1) });
        }
    }
    Ok(())
}

/// Forgets the count for this account at this address: the attempt went well.
pub(super) fn forget(tx: &mut Tx<'_>, email: &str, address: &str) -> Result<(), AccessError> {
    Ok(throttles::forget(tx, &format!("pair {email} {address}"))?)
}
