//! What has happened before the demonstration starts.

use super::offers::Offers;
use super::stage::{Stage, StageError};
use crate::kernel::Instant;
use crate::storage::Tx;

/// Plays it, oldest first.
pub(super) fn play(_: &mut Tx<'_>, _: &Stage, _: &Offers, _: Instant) -> Result<(), StageError> {
    Ok(())
}
