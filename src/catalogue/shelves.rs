//! The shelf of a running program, kept up to date with the database.
//!
//! Every write to an offer notes its id in `offer_changes` (a trigger does, so that none can forget). Before a search
//! it is asked how far the changes have come, which costs next to nothing; if they have moved, the offers touched since
//! are read again and put on the shelf. So whoever publishes an offer finds it with their next click, on any instance.
//! Of many readers who find the shelf behind, one brings it up to date and the others wait for it.
//!
//! Two things need more than that. On PostgreSQL a change can be committed after one with a higher number: what was made
//! by transactions that had not ended at the last look is read again. And bodies may change their name,
//! region or kind, which no trigger sees: they are read again once a minute, by a thread of its own while readers use
//! the shelf as it is, and at once when an offer names one that is not there. Offers themselves are all read again only
//! when so many have changed that most places of the shelf are empty.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::audience::View;
use super::error::CatalogueError;
use super::filter::CatalogueFilter;
use super::kept::{Kept, SeenOffer};
use super::model::FoundOffer;
use super::queries::{self, Findings};
use super::shelf::{Change, Item, Shelf, Unknown};
use super::store::shelf::{self as store, Mark};
use super::store::{find, taxonomy};
use crate::kernel::PageRequest;
use crate::kernel::ids::OfferId;
use crate::storage::{Conn, Db, StorageError};

/// How long what is known of bodies may be out of date.
const OLDEST: Duration = Duration::from_secs(60);
/// More changes than these at once, and the shelf is made anew.
const MOST_CHANGES: i64 = 2_000;

/// The shelf, for everybody who searches.
#[derive(Debug)]
pub struct Shelves {
    db: Db,
    held: RwLock<Option<Held>>,
    /// What was read of offers, as true as the shelf: whoever puts a change on it holds `held` meanwhile, and so does
    /// whoever adds to this.
    kept: Kept,
    /// Held by whoever brings the shelf up to date.
    refreshing: Mutex<()>,
    renewing: AtomicBool,
}

#[derive(Clone, Debug)]
struct Held {
    shelf: Arc<Shelf>,
    /// How far it contains the changes.
    mark: Mark,
    /// When the bodies were read.
    settled_at: Instant,
}

impl Shelves {
    pub fn new(db: Db) -> Arc<Self> {
        Arc::new(Self {
            db,
            held: RwLock::default(),
            kept: Kept::default(),
            refreshing: Mutex::default(),
            renewing: AtomicBool::new(false),
        })
    }

    /// The shelf as of now, with everything that was committed before this was asked.
    pub fn current(self: &Arc<Self>, conn: &mut Conn) -> Result<Arc<Shelf>, StorageError> {
        if let Some(held) = self.held() {
            if held.shelf.is_sparse() {
                self.aside(Self::renew);
            } else if held.settled_at.elapsed() > OLDEST {
                self.aside(Self::settle);
            }
            if store::is_at(conn, held.mark)? {
                return Ok(held.shelf);
            }
        }
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked again: perhaps somebody else has brought it up to date while this one waited.
        let held = self.held().map(|held| (held.mark, held.shelf));
        if let Some((from, shelf)) = &held
            && store::is_at(conn, *from)?
        {
            return Ok(Arc::clone(shelf));
        }
        let from = held.map(|(from, _)| from);
        let mark = store::mark(conn)?;
        match from {
            Some(from) => self.follow(conn, from, mark),
            None => self.make_anew(conn, mark),
        }
    }

    /// What somebody finds on a shelf that is [current](Self::current).
    pub fn find(
        &self,
        conn: &mut Conn,
        current: &Shelf,
        filter: &CatalogueFilter,
        view: View,
        page: PageRequest,
    ) -> Result<Findings, StorageError> {
        queries::find_with(conn, current, filter, view, page, |conn, ids| self.cards(conn, ids))
    }

    /// What a list shows of these offers, in their order. One that has left the catalogue meanwhile is left out.
    fn cards(&self, conn: &mut Conn, ids: &[OfferId]) -> Result<Vec<Arc<FoundOffer>>, StorageError> {
        let mut cards: HashMap<OfferId, Arc<FoundOffer>> =
            ids.iter().filter_map(|id| Some((*id, self.kept.cards.get(id)?))).collect();
        let missing: Vec<OfferId> = ids.iter().copied().filter(|id| !cards.contains_key(id)).collect();
        if !missing.is_empty() {
            let mark = self.mark();
            let read = find::by_ids(conn, &missing)?.into_iter().map(|card| (card.id, Arc::new(card)));
            let read: Vec<_> = read.collect();
            self.keep(mark, |kept| {
                for (id, card) in &read {
                    kept.cards.insert(*id, Arc::clone(card));
                }
            });
            cards.extend(read);
        }
        Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
    }

    /// An offer as a reader sees it who may and does not own it; nothing if that is not so, or if only some will ever see
    /// it: then it has to be asked for by itself.
    pub fn seen(
        self: &Arc<Self>,
        conn: &mut Conn,
        view: View,
        id: OfferId,
    ) -> Result<Option<Arc<SeenOffer>>, CatalogueError> {
        self.current(conn)?;
        if let Some(seen) = self.kept.pages.get(&id) {
            return Ok(Some(seen).filter(|seen| seen.is_for(view)));
        }
        let mark = self.mark();
        // As a visitor sees it in the end.
        let offer = match queries::offer(conn, View::of(None, NaiveDate::MAX), id) {
            Err(CatalogueError::NotFound) => return Ok(None),
            read => read?,
        };
        let documents = queries::attachments(conn, &offer)?;
        let seen = Arc::new(SeenOffer::new(offer, documents));
        self.keep(mark, |kept| kept.pages.insert(id, Arc::clone(&seen)));
        Ok(Some(seen).filter(|seen| seen.is_for(view)))
    }

    fn mark(&self) -> Option<Mark> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|held| held.mark)
    }

    /// Keeps what was read since a mark, unless the shelf has followed changes meanwhile: they may be of just that.
    fn keep(&self, since: Option<Mark>, add: impl FnOnce(&Kept)) {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        if since.is_some() && held.as_ref().map(|held| held.mark) == since {
            add(&self.kept);
        }
    }

    fn make_anew(&self, conn: &mut Conn, mark: Mark) -> Result<Arc<Shelf>, StorageError> {
        let settled_at = Instant::now();
        let made = Arc::new(make(conn)?);
        self.hold(Held { shelf: Arc::clone(&made), mark, settled_at }, None);
        Ok(made)
    }

    /// Puts what has changed between two marks on the shelf: in its place if nobody is reading it, else on a copy.
    fn follow(&self, conn: &mut Conn, from: Mark, to: Mark) -> Result<Arc<Shelf>, StorageError> {
        let (Some(changed), Some(held)) = (changes(conn, from)?, self.held()) else {
            return self.make_anew(conn, to);
        };
        let touched: Vec<OfferId> = changed.iter().map(|(id, _)| *id).collect();
        // Much that is noted changes nothing here, such as what an owner is preparing.
        let changed = held.shelf.differing(changed);
        if changed.is_empty() {
            self.hold(Held { mark: to, ..held.clone() }, Some(&touched));
            return Ok(held.shelf);
        }
        let knows_all = held.shelf.knows_all(&changed);
        drop(held);
        let followed = if knows_all {
            self.change(|shelf| shelf.follow(changed), Some((to, Some(&touched))))
        } else {
            // An offer of a body that is new: bodies are read before it is put on the shelf. Others may have changed.
            let (bodies, families) = (store::bodies(conn)?, taxonomy::families(conn)?);
            self.change(|shelf| shelf.settle(bodies, families)?.follow(changed), Some((to, None)))
        };
        followed.or_else(|Unknown| self.make_anew(conn, to))
    }

    /// Changes the held shelf: up to a mark, by the offers touched until then or by any; or in what is known of bodies. If
    /// that cannot be done, it stays as it was.
    fn change(
        &self,
        how: impl FnOnce(&mut Shelf) -> Result<&mut Shelf, Unknown>,
        to: Option<(Mark, Option<&[OfferId]>)>,
    ) -> Result<Arc<Shelf>, Unknown> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let held = held.as_mut().ok_or(Unknown)?;
        how(Arc::make_mut(&mut held.shelf))?;
        if let Some((mark, _)) = to {
            held.mark = mark;
        }
        match to.and_then(|(_, touched)| touched) {
            Some(touched) => self.kept.forget(touched),
            None => self.kept.forget_all(),
        }
        Ok(Arc::clone(&held.shelf))
    }

    /// Does something on a thread of its own, unless one is at it.
    fn aside(self: &Arc<Self>, what: fn(&Self) -> Result<(), StorageError>) {
        if self.renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let own = Arc::clone(self);
        std::thread::spawn(move || {
            if let Err(error) = what(&own) {
                tracing::warn!(%error, "the catalogue in memory could not be renewed");
            }
            own.renewing.store(false, Ordering::Release);
        });
    }

    /// Makes the whole shelf anew. What changed meanwhile is read again by the next reader.
    fn renew(&self) -> Result<(), StorageError> {
        let settled_at = Instant::now();
        let (made, mark) = self.db.read_now(|conn| {
            let mark = store::mark(conn)?;
            Ok::<_, StorageError>((make(conn)?, mark))
        })?;
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        self.hold(Held { shelf: Arc::new(made), mark, settled_at }, None);
        Ok(())
    }

    /// Reads the bodies and the taxonomy again.
    fn settle(&self) -> Result<(), StorageError> {
        let settled_at = Instant::now();
        let (bodies, families) = self
            .db
            .read_now(|conn| Ok::<_, StorageError>((store::bodies(conn)?, taxonomy::families(conn)?)))?;
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = self.held().is_none_or(|held| held.shelf.is_settled(&bodies, &families));
        // An offer of a body that came after this was read: it was read then, and will be again in a minute.
        if !is_same && self.change(|shelf| shelf.settle(bodies, families), None).is_err() {
            tracing::debug!("a body is newer than the list of them");
        }
        if let Some(held) = self.held.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            held.settled_at = settled_at;
        }
        Ok(())
    }

    fn held(&self) -> Option<Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes this as what is held, and lets go of the offers that were touched, or of all.
    fn hold(&self, now: Held, touched: Option<&[OfferId]>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        touched.map_or_else(|| self.kept.forget_all(), |touched| self.kept.forget(touched));
        *held = Some(now);
    }
}

/// Everything from the database.
fn make(conn: &mut Conn) -> Result<Shelf, StorageError> {
    let items = store::items(conn, None)?;
    // Bodies after offers, so that none is missing that an offer names.
    let (bodies, families) = (store::bodies(conn)?, taxonomy::families(conn)?);
    Shelf::new(items, bodies, families).map_err(|Unknown| {
        StorageError::Corrupt("an offer names a body or a service that is not there".into())
    })
}

/// What the offers that changed after a mark are now; `None` if they are too many to follow one by one.
fn changes(conn: &mut Conn, from: Mark) -> Result<Option<Vec<Change>>, StorageError> {
    let Some(touched) = store::touched_since(conn, from, MOST_CHANGES)? else { return Ok(None) };
    let mut items: HashMap<OfferId, Item> =
        store::items(conn, Some(&touched))?.into_iter().map(|item| (item.id, item)).collect();
    Ok(Some(touched.into_iter().map(|id| (id, items.remove(&id))).collect()))
}
