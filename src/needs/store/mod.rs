//! Needs and their versions in the database.

pub(super) mod dismissed;
pub(super) mod find;
pub(super) mod needs;
pub(super) mod open;
pub(super) mod own;
pub(super) mod shelf;
pub(super) mod shortlist;
pub(super) mod shortlist_news;
pub(super) mod versions;

use crate::kernel::PageRequest;

/// One page of what fits, and how much fits.
fn cut<T>(fitting: Vec<T>, page: PageRequest) -> (Vec<T>, i64) {
    let total = i64::try_from(fitting.len()).unwrap_or(i64::MAX);
    let start = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let most = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    (fitting.into_iter().skip(start).take(most).collect(), total)
}
