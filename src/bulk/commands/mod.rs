//! What members do with files of offers or needs.

mod load;
mod upload;

pub use load::{Progress, begin_load, load_rows};
pub use upload::{Upload, choose_columns, discard, upload};

use serde_json::Value;

use super::error::BulkError;
use super::loading::Loadable;
use super::model::UploadView;
use super::store::uploads;
use crate::access::{Capability, Member};
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::BulkUploadId;
use crate::storage::Tx;

fn own<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
) -> Result<UploadView, BulkError> {
    uploads::find_locked(tx, (by.body(), D::KIND), id)?.ok_or(BulkError::NotFound)
}

fn record<C: Capability>(
    tx: &mut Tx<'_>,
    by: &Member<C>,
    action: &'static str,
    id: BulkUploadId,
    data: Value,
    now: Instant,
) -> Result<(), BulkError> {
    let object = Object::new("bulk_upload", id);
    audit::record(tx, Event { actor: by.actor(), action, object, seen_by: vec![by.body()], data }, now)?;
    Ok(())
}
