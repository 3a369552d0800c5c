//! Writing down what searches have found, and the one mail that tells its owner of all of it.

use std::collections::BTreeSet;

use super::cadence::Cadence;
use super::error::AlertError;
use super::mail::{self, Section};
use super::model::{Fresh, Looked, Owner};
use super::queries;
use super::store::{self, Owned, settings};
use crate::access::{self, CapabilityKind, System};
use crate::catalogue::audience::View;
use crate::kernel::ids::ListingId;
use crate::kernel::{Instant, london};
use crate::notify;
use crate::storage::{StorageError, Tx};

use chrono::Duration;

/// How far a look reaches back behind the one before it.
const OVERLAP: Duration = Duration::minutes(10);

/// Writes down what the searches of one owner have found, tells of what is news, and plans their next looks: all or
/// nothing. Answers how many finds are news. A search that another process has just looked after is left alone.
pub fn take_in(tx: &mut Tx<'_>, _: System, looked: &Looked, now: Instant) -> Result<usize, AlertError> {
    let mut count = 0;
    let mut sections: Vec<(Owned, Vec<&Fresh>)> = Vec::new();
    // In one order, so that two processes never wait for each other crosswise.
    let mut searches: Vec<_> = looked.searches.iter().collect();
    searches.sort_by_key(|(id, _)| *id);
    for (id, found) in searches {
        let Some(row) = store::lock(tx, *id)?.filter(|row| row.next_at <= now) else { continue };
        let mut news = Vec::new();
        for fresh in found {
            if store::found(tx, *id, fresh, now)? {
                news.push(fresh);
            }
        }
        count += news.len();
        // A command that began before this look may commit after it: what it publishes is not to be missed.
        let since = now.minus(OVERLAP).max(row.created_at);
        store::set_next(tx, *id, row.cadence.next(now), since)?;
        if row.cadence != Cadence::Never && !news.is_empty() {
            sections.push((row, news));
        }
    }
    // As their owner sees them: by name.
    sections.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
    tell(tx, looked.owner, sections, now)?;
    Ok(count)
}

/// One mail of all that no mail has told this owner of: not to somebody who has left, and not of what is gone
/// already.
fn tell(
    tx: &mut Tx<'_>,
    owner: Owner,
    mut sections: Vec<(Owned, Vec<&Fresh>)>,
    now: Instant,
) -> Result<(), StorageError> {
    let ids: BTreeSet<ListingId> =
        sections.iter().flat_map(|(_, news)| news).map(|one| one.listing).collect();
    let ids: Vec<ListingId> = ids.into_iter().collect();
    // What another search of the same person has told of is no news.
    let told = store::mailed(tx.conn(), owner, &ids)?;
    let view = View::of(Some(owner.body), london::date(now));
    let listed = queries::still_listed(tx.conn(), view, &ids)?;
    for (_, news) in &mut sections {
        news.retain(|one| !told.contains(&(one.listing, one.version)) && listed.contains_key(&one.listing));
    }
    sections.retain(|(_, news)| !news.is_empty());
    let recipient = access::recipient(tx, owner.person, owner.body, CapabilityKind::ManageNeeds)?;
    let (Some((name, to)), false) = (recipient, sections.is_empty()) else { return Ok(()) };
    let stop_all = settings::secret(tx, owner, now)?;
    let shown: Vec<Section<'_>> = sections
        .iter()
        .map(|(search, news)| Section {
            search,
            news: news.iter().filter_map(|one| Some((*one, listed.get(&one.listing)?))).collect(),
        })
        .collect();
    let (mail, stop_path) = mail::of((&name, to), &shown, &stop_all);
    notify::enqueue_stoppable(tx, mail, stop_path, now)?;
    for (search, news) in &sections {
        store::set_mailed(tx, search.id, news, now)?;
    }
    Ok(())
}
