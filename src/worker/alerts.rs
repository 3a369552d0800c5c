//! Saved searches whose time has come.

use std::sync::Arc;

use crate::access::System;
use crate::alerts::model::Owner;
use crate::alerts::{AlertError, look, tell};
use crate::kernel::Instant;
use crate::needs::NeedShelves;
use crate::storage::{Db, StorageError};

/// The searches of how many people are read at once.
const AT_ONCE: i64 = 20;

/// Lets every saved search look that is due, and tells its owner of what is new. What is found is read first and written
/// down owner by owner, each with the mail that tells of it; a search that another process has looked after meanwhile is
/// left alone. Searches that fail keep nobody else's waiting, and are tried again in the next round.
pub async fn look_for_news(db: &Db, shelves: &Arc<NeedShelves>, now: Instant) -> Result<(), StorageError> {
    let mut after: Option<Owner> = None;
    loop {
        let shelves = Arc::clone(shelves);
        let looked = db
            .read(move |conn| {
                let shelf = shelves.current(conn)?;
                look::look(conn, &shelf, now, after, AT_ONCE)
            })
            .await?;
        let Some(last) = looked.last().map(|looked| looked.owner) else { return Ok(()) };
        after = Some(last);
        for looked in looked {
            let (by, owner) = (System::of_this_process(), looked.owner);
            let told: Result<usize, AlertError> =
                db.write(move |tx| tell::take_in(tx, by, &looked, now)).await;
            if let Err(error) = told {
                tracing::error!(person = %owner.person, %error, "saved searches could not be looked after");
            }
        }
    }
}
