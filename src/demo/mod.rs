//! The demonstration: made-up bodies and people, and what they have done so far, played through the very commands that
//! real people use.

use crate::kernel::Instant;
use crate::storage::{Db, StorageError};
use crate::web::DemoSignIn;

/// Where the demo keeps how far its clock was moved, in seconds.
pub const CLOCK_SETTING: &str = "demo_clock_offset_seconds";

/// Loads the demonstration where it has not been loaded yet.
pub fn load(_: &Db, _: Instant) -> Result<(), StorageError> {
    Ok(())
}

/// Who can sign in: one for each kind of user at three bodies, and the operator.
pub fn sign_ins() -> Vec<DemoSignIn> {
    vec![]
}
