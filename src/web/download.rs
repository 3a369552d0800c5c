//! Whole lists, for files: page after page of the same query.

use crate::kernel::{Page, PageRequest};
use crate::storage::StorageError;

/// The most rows a file holds: more than any list of one body has, and few enough to hold at once.
const MOST_ROWS: usize = 100_000;

/// Every row of a list, up to the most a file holds.
pub(super) fn every_page<T>(
    mut query: impl FnMut(PageRequest) -> Result<Page<T>, StorageError>,
) -> Result<Vec<T>, StorageError> {
    let mut rows = Vec::new();
    for number in 1.. {
        let page = query(PageRequest::new(number, PageRequest::MOST))?;
        let is_last = page.next_cursor().is_none();
        rows.extend(page.items);
        if is_last || rows.len() >= MOST_ROWS {
            break;
        }
    }
    Ok(rows)
}
