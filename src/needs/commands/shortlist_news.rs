//! What has become of offers on shortlists, for whoever tells people of it.

use crate::access::System;
use crate::needs::shortlist::ListedChange;
use crate::needs::store::shortlist_news as store;
use crate::storage::{StorageError, Tx};

/// The changes that nobody has been told of, `most` at once. They count as told once this transaction ends; what another
/// process takes at the same time is left to it.
pub fn take(tx: &mut Tx<'_>, _: System, most: i64) -> Result<Vec<ListedChange>, StorageError> {
    let mut taken = Vec::new();
    for change in store::changed(tx.conn(), most)? {
        if store::set_told(tx, &change)? {
            taken.push(change);
        }
    }
    Ok(taken)
}
