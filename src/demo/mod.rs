//! The demonstration: made-up bodies and people, and what they have done so far, played through the very commands that
//! real people use.

mod cast;
mod choices;
mod deals;
mod history;
mod needs;
mod offers;
mod pdf;
mod play;
mod stage;

use crate::access::System;
use crate::bodies::import::{ImportError, import_bank_holidays};
use crate::catalogue::{self, CatalogueError};
use crate::kernel::Instant;
use crate::needs::NeedError;
use crate::storage::{self, Db};
use crate::web::DemoSignIn;

pub use stage::StageError;

/// Where the demo keeps how far its clock was moved, in seconds.
pub const CLOCK_SETTING: &str = "demo_clock_offset_seconds";
/// Where it keeps that it has been loaded, as a whole, and when.
const LOADED_SETTING: &str = "demo_loaded_at";

/// The one password of everybody in the demonstration.
const PASSWORD: &str = "meadow-lantern-orbit";

const TAXONOMY: &str = include_str!("../../seed/taxonomy.csv");
const BANK_HOLIDAYS: &str = include_str!("../../seed/bank_holidays.csv");

/// Loads what comes with the program and every site needs: the taxonomy of services and the bank holidays.
pub fn seed(db: &Db, now: Instant) -> Result<(), StageError> {
    let by = System::of_this_process();
    db.write_now(move |tx| catalogue::commands::load_taxonomy(tx, by, TAXONOMY))?;
    import_bank_holidays(db, by, "bank_holidays.csv", BANK_HOLIDAYS.as_bytes(), now)?;
    Ok(())
}

/// Loads the demonstration where it has not been loaded yet: all of it or, after a crash, none.
pub fn load(db: &Db, now: Instant) -> Result<(), StageError> {
    let loaded: Option<String> = db.read_now(|conn| storage::setting(conn, LOADED_SETTING))?;
    if loaded.is_some() {
        return Ok(());
    }
    seed(db, now)?;
    db.write_now(move |tx| {
        let stage = stage::set(tx, now)?;
        let (offers, listed) = offers::list(tx, &stage, now)?;
        let needs = needs::list(tx, &stage, now)?;
        history::play(tx, &stage, &offers, now)?;
        choices::answers(tx, &stage, &listed, now)?;
        choices::shortlists(tx, &stage, (&offers, &needs), now)?;
        choices::searches(tx, &stage, &listed, now)?;
        storage::set_setting(tx, LOADED_SETTING, &now.to_rfc3339())?;
        Ok(())
    })
}

/// Who can sign in: one for each kind of user at three bodies, and the operator.
pub fn sign_ins() -> Vec<DemoSignIn> {
    cast::sign_ins(PASSWORD)
}

impl From<ImportError> for StageError {
    fn from(error: ImportError) -> Self {
        Self::Seed(error.to_string())
    }
}

impl From<NeedError> for StageError {
    fn from(error: NeedError) -> Self {
        match error {
            NeedError::Storage(error) => Self::Storage(error),
            other => Self::Seed(other.to_string()),
        }
    }
}

impl From<CatalogueError> for StageError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Storage(error) => Self::Storage(error),
            other => Self::Seed(other.to_string()),
        }
    }
}
