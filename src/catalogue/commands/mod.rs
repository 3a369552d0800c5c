//! What people and the system do with offers.

mod attachments;
mod drafts;
mod freshness;
mod load_taxonomy;
mod partners;
mod publish;
mod synthetic;

pub use attachments::{Attached, attach, remove_attachment};
pub use drafts::{
    Saved, copy, create, delete_draft, discard_draft, keep_costs, replace_draft, save_step, start_draft,
};
pub use freshness::{confirm, confirm_by_link, keep_fresh};
pub use load_taxonomy::load_taxonomy;
pub use publish::{pause, publish, withdraw};
pub use synthetic::fill_with_synthetic_offers;

use serde_json::Value;

use super::error::CatalogueError;
use super::store::offers::{self, OfferRow};
use super::store::shelf;
use crate::access::capability::ManageOffers;
use crate::access::{Member, System};
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::OfferId;
use crate::storage::{StorageError, Tx};

/// Forgets which offers were touched long ago: every running program has put that on its shelf.
pub fn forget_changes(tx: &mut Tx<'_>, _: System) -> Result<usize, StorageError> {
    shelf::forget_changes(tx)
}

/// The offer of the member's own body. `seen` is the version its reader acted on; a program acts on whatever stands.
fn own(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
) -> Result<OfferRow, CatalogueError> {
    let row = offers::lock_owned(tx, by.body(), id)?.ok_or(CatalogueError::NotFound)?;
    match seen {
        Some(version) if version != row.version => Err(StorageError::Stale.into()),
        _ => Ok(row),
    }
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    action: &'static str,
    id: OfferId,
    data: Value,
    now: Instant,
) -> Result<(), CatalogueError> {
    let event =
        Event { actor: by.actor(), action, object: Object::new("offer", id), seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}
