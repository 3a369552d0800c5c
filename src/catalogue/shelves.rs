//! The shelf of a running program, kept up to date with the database.
//!
//! Every write to an offer notes its id in `offer_changes` (a trigger does, so that none can forget). Before a search
//! it is asked how far the changes have come, which costs next to nothing; if they have moved, the offers touched since
//! are read again and put on the shelf. So whoever publishes an offer finds it with their next click, on any instance.
//! Of many readers who find the shelf behind, one brings it up to date and the others wait for it.
//!
//! Two things need more than that. On PostgreSQL a change can be committed after one with a higher number: the mark that
//! is asked for counts those, and some that were seen already are read once more. And bodies may change their region or
//! kind: the whole shelf is made anew once a minute, by a thread of its own while readers use the old one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::shelf::{Change, Item, Shelf, Unknown};
use super::store::shelf::{self as store, Mark};
use super::store::taxonomy;
use crate::kernel::ids::OfferId;
use crate::storage::{Conn, Db, StorageError};

/// The oldest a shelf may be.
const OLDEST: Duration = Duration::from_secs(60);
/// More changes than these at once, and the shelf is made anew.
const MOST_CHANGES: i64 = 2_000;

/// The shelf, for everybody who searches.
#[derive(Debug)]
pub struct Shelves {
    db: Db,
    held: RwLock<Option<Held>>,
    /// Held by whoever brings the shelf up to date.
    refreshing: Mutex<()>,
    renewing: AtomicBool,
}

#[derive(Clone, Debug)]
struct Held {
    shelf: Arc<Shelf>,
    /// How far it contains the changes.
    mark: Mark,
    made_at: Instant,
}

impl Shelves {
    pub fn new(db: Db) -> Arc<Self> {
        Arc::new(Self {
            db,
            held: RwLock::default(),
            refreshing: Mutex::default(),
            renewing: AtomicBool::new(false),
        })
    }

    /// The shelf as of now, with everything that was committed before this was asked.
    pub fn current(self: &Arc<Self>, conn: &mut Conn) -> Result<Arc<Shelf>, StorageError> {
        if let Some(held) = self.held() {
            if held.made_at.elapsed() > OLDEST || held.shelf.is_sparse() {
                self.renew_aside();
            }
            if held.mark == store::mark(conn)? {
                return Ok(held.shelf);
            }
        }
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked again: perhaps somebody else has brought it up to date while this one waited.
        let mark = store::mark(conn)?;
        let Some(Held { shelf, mark: from, .. }) = self.held() else { return self.make_anew(conn, mark) };
        if from == mark {
            return Ok(shelf);
        }
        drop(shelf);
        if mark.seq - from.seq <= MOST_CHANGES {
            self.follow(conn, from, mark)
        } else {
            self.make_anew(conn, mark)
        }
    }

    fn make_anew(&self, conn: &mut Conn, mark: Mark) -> Result<Arc<Shelf>, StorageError> {
        let made_at = Instant::now();
        let made = Arc::new(make(conn)?);
        self.hold(Held { shelf: Arc::clone(&made), mark, made_at });
        Ok(made)
    }

    /// Puts what has changed between two marks on the shelf: in its place if nobody is reading it, else on a copy.
    fn follow(&self, conn: &mut Conn, from: Mark, to: Mark) -> Result<Arc<Shelf>, StorageError> {
        let Some(changed) = changes(conn, from)? else { return self.make_anew(conn, to) };
        {
            let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(held) = held.as_mut()
                && Arc::make_mut(&mut held.shelf).follow(changed).is_ok()
            {
                held.mark = to;
                return Ok(Arc::clone(&held.shelf));
            }
            *held = None;
        }
        self.make_anew(conn, to)
    }

    /// Makes the shelf anew on a thread of its own, unless one is at it.
    fn renew_aside(self: &Arc<Self>) {
        if self.renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let own = Arc::clone(self);
        std::thread::spawn(move || {
            let renewed = own.db.read_now(|conn| {
                let mark = store::mark(conn)?;
                Ok::<_, StorageError>((make(conn)?, mark))
            });
            match renewed {
                Ok((made, mark)) => own.replace(made, mark),
                Err(error) => tracing::warn!(%error, "the catalogue in memory could not be made anew"),
            }
            own.renewing.store(false, Ordering::Release);
        });
    }

    /// A shelf made aside takes the place of the held one. What changed meanwhile is read again by the next reader.
    fn replace(&self, made: Shelf, mark: Mark) {
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        self.hold(Held { shelf: Arc::new(made), mark, made_at: Instant::now() });
    }

    fn held(&self) -> Option<Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
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
    let since = from.seq - store::LATE;
    let Some(touched) = store::touched_since(conn, since, MOST_CHANGES + store::LATE)? else {
        return Ok(None);
    };
    let mut items: HashMap<OfferId, Item> =
        store::items(conn, Some(&touched))?.into_iter().map(|item| (item.id, item)).collect();
    Ok(Some(touched.into_iter().map(|id| (id, items.remove(&id))).collect()))
}
