//! Saved searches whose time has come.

use std::sync::Arc;

use crate::access::System;
use crate::alerts::{AlertError, commands, queries};
use crate::catalogue::{CatalogueError, Shelves};
use crate::kernel::Instant;
use crate::storage::{Db, StorageError};

/// How many searches look at once.
const AT_ONCE: i64 = 50;

/// Lets every saved search look that is due, and tells its owner of what is new. What is found is read first and written
/// down search by search, each with its mail; a search that another process has looked after meanwhile is left alone.
pub async fn look_for_news(db: &Db, shelves: &Arc<Shelves>, now: Instant) -> Result<(), StorageError> {
    loop {
        let shelves = Arc::clone(shelves);
        let looked = db
            .read(move |conn| {
                let shelf = shelves.current(conn).map_err(storage)?;
                queries::look(conn, &shelf, now, AT_ONCE)
            })
            .await?;
        if looked.is_empty() {
            return Ok(());
        }
        for (search, offers) in looked {
            db.write(move |tx| {
                commands::take_in(tx, System::of_this_process(), search, &offers, now).map_err(|error| {
                    match error {
                        AlertError::Storage(error) => error,
                        other => StorageError::Corrupt(other.to_string()),
                    }
                })
            })
            .await?;
        }
    }
}

fn storage(error: impl Into<CatalogueError>) -> StorageError {
    match error.into() {
        CatalogueError::Storage(error) => error,
        other => StorageError::Corrupt(other.to_string()),
    }
}
