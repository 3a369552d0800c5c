//! `symbiosis audit verify` and `symbiosis audit export`

use super::arguments::AuditCommand;
use super::{Failure, site};
use crate::audit::verify::{Verdict, verify};
use crate::audit::{export, seal_all};
use crate::config::Settings;
use crate::kernel::Clock;
use crate::storage::StorageError;

pub(super) fn run(settings: &Settings, command: AuditCommand) -> Result<(), Failure> {
    let db = site::open_database(settings)?;
    let key = site::signing_key(settings)?;
    match command {
        AuditCommand::Verify => {
            let verdict: Result<_, StorageError> = db.read_now(|conn| verify(conn, &key));
            match verdict.map_err(Failure::new)? {
                Verdict::Intact { entries } => {
                    println!("The audit trail is whole: {entries} entries.");
                    Ok(())
                }
                Verdict::Broken(broken) => Err(Failure::new(broken)),
            }
        }
        AuditCommand::Export { folder } => {
            seal_all(&db, &key, Clock::system().now()).map_err(Failure::new)?;
            let size = db.read_now(|conn| export::export(conn, &key, &folder)).map_err(Failure::new)?;
            println!("Wrote {size} entries to {}.", folder.display());
            Ok(())
        }
    }
}
