//! Saved searches whose time has come.

use std::sync::Arc;

use crate::access::System;
use crate::alerts::{AlertError, commands, queries};
use crate::kernel::Instant;
use crate::needs::NeedShelves;
use crate::storage::{Db, StorageError};

/// How many searches look at once.
const AT_ONCE: i64 = 50;

/// Lets every saved search look that is due, and tells its owner of what is new. What is found is read first and written
/// down search by search, each with its mail; a search that another process has looked after meanwhile is left alone. One
/// that fails keeps none of the others waiting, and is tried again in the next round.
pub async fn look_for_news(db: &Db, shelves: &Arc<NeedShelves>, now: Instant) -> Result<(), StorageError> {
    loop {
        let shelves = Arc::clone(shelves);
        let looked = db
            .read(move |conn| {
                let shelf = shelves.current(conn)?;
                queries::look(conn, &shelf, now, AT_ONCE)
            })
            .await?;
        let mut is_done = looked.is_empty();
        for (search, fresh) in looked {
            let by = System::of_this_process();
            let told: Result<usize, AlertError> =
                db.write(move |tx| commands::take_in(tx, by, search, &fresh, now)).await;
            if let Err(error) = told {
                tracing::error!(%search, %error, "a saved search could not be looked after");
                is_done = true;
            }
        }
        if is_done {
            return Ok(());
        }
    }
}
