//! The sealed chain as files that anybody can check without us: `log.jsonl`, `checkpoint.json`, its signature and the
//! public key.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::Value;

use super::chain::{self, GENESIS, SigningKey};
use super::store;
use crate::storage::{Conn, StorageError};

/// Why an export did not come about.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("nothing has been sealed yet: run `symbiosis audit seal` or wait for the worker")]
    Empty,
    #[error("cannot write the export: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes the chain up to its newest checkpoint into `folder`; answers how many entries that is.
pub fn export(conn: &mut Conn, key: &SigningKey, folder: &Path) -> Result<i64, ExportError> {
    std::fs::create_dir_all(folder)?;
    let mut log = BufWriter::new(std::fs::File::create(folder.join("log.jsonl"))?);
    let (mut seq, mut prev) = (0, GENESIS.to_owned());
    loop {
        let events = store::sealed_after(conn, seq, 1_000)?;
        if events.is_empty() {
            break;
        }
        for event in &events {
            // The entry as stored: a break in the chain is for the checker to find, not for the export to mend.
            seq = event.seq.unwrap_or_default();
            let mut entry = chain::entry(event, seq, event.prev.as_deref().unwrap_or(&prev));
            let hash = event.hash.clone().unwrap_or_default();
            if let Value::Object(fields) = &mut entry {
                fields.insert("hash".into(), Value::String(hash.clone()));
            }
            writeln!(log, "{entry}")?;
            prev = hash;
        }
    }
    log.flush()?;
    let checkpoint = store::last_checkpoint(conn)?.ok_or(ExportError::Empty)?;
    std::fs::write(folder.join("checkpoint.json"), &checkpoint.document)?;
    std::fs::write(folder.join("checkpoint.sig"), &checkpoint.signature)?;
    std::fs::write(folder.join("public.pem"), key.public_pem()?)?;
    Ok(checkpoint.size)
}
