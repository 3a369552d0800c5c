//! Linking events into the chain, after the fact and in batches.

use super::chain::{self, GENESIS, SigningKey};
use super::store::{self, CheckpointRow};
use crate::kernel::Instant;
use crate::storage::{Db, StorageError, Tx};

/// The most events one transaction seals.
const BATCH: i64 = 500;

/// Seals up to one batch of events and signs where the chain now ends; answers how many were sealed.
pub fn seal(tx: &mut Tx<'_>, key: &SigningKey, now: Instant) -> Result<usize, StorageError> {
    let (mut seq, mut prev) = store::head(tx)?.unwrap_or_else(|| (0, GENESIS.to_owned()));
    let events = store::unsealed(tx, BATCH)?;
    for event in &events {
        seq += 1;
        let hash = chain::hash(&chain::entry(event, seq, &prev))
            .map_err(|error| StorageError::Corrupt(error.to_string()))?;
        store::set_sealed(tx, event.id, seq, &prev, &hash)?;
        prev = hash;
    }
    if !events.is_empty() {
        let document = chain::checkpoint_document(seq, &prev, now);
        let signature = key.sign(&document);
        store::add_checkpoint(
            tx,
            &CheckpointRow { size: seq, head: prev, signed_at: now, document, signature },
        )?;
    }
    Ok(events.len())
}

/// Seals until nothing is left to seal; answers how many events that were.
pub fn seal_all(db: &Db, key: &SigningKey, now: Instant) -> Result<usize, StorageError> {
    let mut sealed = 0;
    loop {
        let key = key.clone();
        match db.write_now(move |tx| seal(tx, &key, now))? {
            0 => return Ok(sealed),
            batch => sealed += batch,
        }
    }
}
