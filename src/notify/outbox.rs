//! Sending what is queued.

use chrono::Duration;

use super::model::{Mail, MailState, MailView, SITE};
use super::store;
use super::transport::Transport;
use crate::kernel::Instant;
use crate::kernel::ids::MailId;
use crate::storage::{Db, StorageError, Tx};

/// After this many failures a mail is stuck and waits for the operator: about a day and a half of trying.
const MOST_ATTEMPTS: i32 = 12;

/// How long a worker may take over one mail before another tries it.
const LEASE: Duration = Duration::minutes(5);

/// How long to wait after the `attempts`-th failure: one minute, two, four … at most six hours.
fn pause_after(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(9);
    Duration::minutes(i64::from(2_u32.pow(doublings))).min(Duration::hours(6))
}

/// Sends the next mail that is due. `false` when none is.
///
/// The attempt is noted before the mail leaves and the success after it, so a crash between the two may send it a
/// second time, under the same Message-ID, but never loses it. `site` is this site's address, for links.
pub async fn send_next(
    db: &Db,
    transport: &Transport,
    site: &str,
    now: Instant,
) -> Result<bool, StorageError> {
    let Some((attempts, next)) = db.write(move |tx| claim(tx, now)).await? else { return Ok(false) };
    let id = next.id;
    let mail = Mail { to: next.to, subject: next.subject, text: next.text.replace(SITE, site) };
    let stop_url = next.stop_path.map(|path| format!("{site}{path}"));
    let outcome = transport.send(id, &mail, stop_url.as_deref(), now).await;
    db.write(move |tx| match outcome {
        Ok(()) => store::note_sent(tx, id, now),
        Err(error) => {
            tracing::warn!(mail = %id, %error, attempts, "a mail could not be sent");
            let hopeless = attempts >= MOST_ATTEMPTS || error.is_lasting();
            let state = if hopeless { MailState::Stuck } else { MailState::Queued };
            store::note_failed(tx, id, attempts, state, &error.to_string(), now.plus(pause_after(attempts)))
        }
    })
    .await?;
    Ok(true)
}

fn claim(tx: &mut Tx<'_>, now: Instant) -> Result<Option<(i32, MailView)>, StorageError> {
    let Some(next) = store::next_due(tx, now)? else { return Ok(None) };
    let attempts = next.attempts + 1;
    store::note_attempt(tx, next.id, attempts, now.plus(LEASE))?;
    Ok(Some((attempts, next)))
}

/// Sends a mail again that failed, for the operator; `false` if it never failed or has left.
pub fn requeue(tx: &mut Tx<'_>, id: MailId, now: Instant) -> Result<bool, StorageError> {
    store::requeue(tx, id, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let minutes: Vec<i64> = (1..=MOST_ATTEMPTS).map(|n| pause_after(n).num_minutes()).collect();

        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }
}
