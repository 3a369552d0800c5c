//! Proving that no event was changed, added or removed since it was sealed.

use super::chain::{self, GENESIS, SigningKey};
use super::store;
use crate::storage::{Conn, StorageError};

/// What a check of the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry and checkpoint holds. `entries` were looked at.
    Intact { entries: i64 },
    /// The first thing that does not hold.
    Broken(Break),
}

/// The first place where the chain does not hold, named so that somebody can look at it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("entry {seq} (event {id}) was changed: its content no longer has the hash it was sealed with")]
    Changed { seq: i64, id: String },
    #[error("entry {seq} is missing: the next one found is {found}")]
    Removed { seq: i64, found: i64 },
    #[error("entry {seq} (event {id}) does not follow the entry before it: an entry was added or replaced")]
    Unlinked { seq: i64, id: String },
    #[error(
        "the last {missing} entries are missing: a checkpoint signed for {signed} entries, {entries} are left"
    )]
    CutOff { signed: i64, entries: i64, missing: i64 },
    #[error("the checkpoint at {size} entries does not carry our signature")]
    ForgedCheckpoint { size: i64 },
    #[error(
        "the checkpoint at {size} entries names another hash than the chain has there: the chain was rewritten"
    )]
    Rewritten { size: i64 },
}

const BATCH: i64 = 1_000;

/// Walks the chain from its first entry to its last, and every checkpoint beside it.
pub fn verify(conn: &mut Conn, key: &SigningKey) -> Result<Verdict, StorageError> {
    let mut walk = Walk { seq: 0, prev: GENESIS.to_owned() };
    loop {
        let start = walk.seq;
        let events = store::sealed_after(conn, start, BATCH)?;
        let Some(last) = events.last().and_then(|event| event.seq) else { break };
        let mut checkpoints = store::checkpoints_after(conn, start, BATCH)?.into_iter().peekable();
        for event in &events {
            if let Err(found) = walk.step(event)? {
                return Ok(Verdict::Broken(found));
            }
            while let Some(checkpoint) = checkpoints.next_if(|checkpoint| checkpoint.size <= walk.seq) {
                if let Err(found) = walk.check(&checkpoint, key) {
                    return Ok(Verdict::Broken(found));
                }
            }
        }
        debug_assert_eq!(last, walk.seq, "the walk must end where the batch ends");
    }
    let beyond = store::checkpoints_after(conn, walk.seq, BATCH)?;
    Ok(match beyond.last() {
        Some(checkpoint) => Verdict::Broken(Break::CutOff {
            signed: checkpoint.size,
            entries: walk.seq,
            missing: checkpoint.size - walk.seq,
        }),
        None => Verdict::Intact { entries: walk.seq },
    })
}

/// Where the walk stands: the last entry's place and hash.
struct Walk {
    seq: i64,
    prev: String,
}

impl Walk {
    fn step(&mut self, event: &store::EventRow) -> Result<Result<(), Break>, StorageError> {
        let expected = self.seq + 1;
        let found = event.seq.unwrap_or_default();
        if found != expected {
            return Ok(Err(Break::Removed { seq: expected, found }));
        }
        let id = event.id.to_string();
        if event.prev.as_deref() != Some(self.prev.as_str()) {
            return Ok(Err(Break::Unlinked { seq: found, id }));
        }
        let hash = chain::hash(&chain::entry(event, found, &self.prev))
            .map_err(|error| StorageError::Corrupt(error.to_string()))?;
        if event.hash.as_deref() != Some(hash.as_str()) {
            return Ok(Err(Break::Changed { seq: found, id }));
        }
        (self.seq, self.prev) = (found, hash);
        Ok(Ok(()))
    }

    fn check(&self, checkpoint: &store::CheckpointRow, key: &SigningKey) -> Result<(), Break> {
        let document = chain::checkpoint_document(checkpoint.size, &checkpoint.head, checkpoint.signed_at);
        if document != checkpoint.document || !key.verifies(&document, &checkpoint.signature) {
            return Err(Break::ForgedCheckpoint { size: checkpoint.size });
        }
        if checkpoint.head != self.prev || checkpoint.size != self.seq {
            return Err(Break::Rewritten { size: checkpoint.size });
        }
        Ok(())
    }
}
