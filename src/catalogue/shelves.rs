//! The shelf of a running program, kept up to date with the database.
//!
//! Every write to an offer notes its id in `offer_changes` (a trigger does, so that none can forget). Before a search
//! the number of the latest change is read, which costs next to nothing; if it has moved, the offers touched since are
//! read again and put on the shelf. So whoever publishes an offer finds it with their next click, on any instance.
//!
//! Two things need more than that. On PostgreSQL a change can become visible after a later one, so some already seen are
//! read once more; and bodies may change their name or kind. Therefore the whole shelf is made anew once a minute, by a
//! thread of its own while readers use the old one: nothing a reader counts by is older than that.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::shelf::{Shelf, Unknown};
use super::store::{shelf as store, taxonomy};
use crate::storage::{Conn, Db, StorageError};

/// The oldest a shelf may be.
const OLDEST: Duration = Duration::from_secs(60);
/// So many changes that were seen already are read again, in case others became visible before them late.
const READ_AGAIN: i64 = 256;
/// More changes than these at once, and the shelf is made anew.
const MOST_CHANGES: i64 = 2_000;
/// Keeping the shelf up to date takes a tenth of the time at most, once it takes long enough to matter.
const PAUSE_FACTOR: u32 = 10;
const NO_PAUSE_BELOW: Duration = Duration::from_millis(5);

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
    /// The latest change that it contains.
    seq: i64,
    made_at: Instant,
    refreshed_at: Instant,
    /// How long the last refresh took.
    took: Duration,
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
        let latest = store::latest_change(conn)?;
        if let Some(held) = self.held() {
            if held.made_at.elapsed() > OLDEST || held.shelf.is_sparse() {
                self.renew_aside();
            }
            if held.seq == latest || held.must_rest() {
                return Ok(held.shelf);
            }
        }
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        // Perhaps somebody else has done it while this one waited.
        match self.held() {
            Some(held) if held.seq >= latest => Ok(held.shelf),
            held => self.refresh(conn, held, latest),
        }
    }

    fn refresh(&self, conn: &mut Conn, held: Option<Held>, latest: i64) -> Result<Arc<Shelf>, StorageError> {
        let started = Instant::now();
        let updated = match &held {
            Some(held) if latest > held.seq && latest - held.seq <= MOST_CHANGES => update(conn, held)?,
            _ => None,
        };
        let (made, made_at) = match (updated, held) {
            (Some(made), Some(held)) => (made, held.made_at),
            _ => (make(conn)?, started),
        };
        let made = Arc::new(made);
        let took = started.elapsed();
        let held =
            Held { shelf: Arc::clone(&made), seq: latest, made_at, refreshed_at: Instant::now(), took };
        self.hold(held);
        Ok(made)
    }

    /// Makes the shelf anew on a thread of its own, unless one is at it.
    fn renew_aside(self: &Arc<Self>) {
        if self.renewing.swap(true, Ordering::AcqRel) {
            return;
        }
        let own = Arc::clone(self);
        std::thread::spawn(move || {
            let renewed = own.db.read_now(|conn| {
                let seq = store::latest_change(conn)?;
                Ok::<_, StorageError>((make(conn)?, seq))
            });
            match renewed {
                Ok((made, seq)) => own.replace(made, seq),
                Err(error) => tracing::warn!(%error, "the catalogue in memory could not be made anew"),
            }
            own.renewing.store(false, Ordering::Release);
        });
    }

    /// A shelf made aside takes the place of the held one. What changed meanwhile is read again by the next reader.
    fn replace(&self, made: Shelf, seq: i64) {
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        self.hold(Held { shelf: Arc::new(made), seq, made_at: now, refreshed_at: now, took: Duration::ZERO });
    }

    fn held(&self) -> Option<Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
    }
}

impl Held {
    /// Whether the shelf is so large, and changes so fast, that this reader gets it as it is.
    fn must_rest(&self) -> bool {
        self.took > NO_PAUSE_BELOW && self.refreshed_at.elapsed() < self.took * PAUSE_FACTOR
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

/// The held shelf with what has changed since; `None` if it must be made anew.
fn update(conn: &mut Conn, held: &Held) -> Result<Option<Shelf>, StorageError> {
    let since = held.seq - READ_AGAIN;
    let Some(touched) = store::touched_since(conn, since, MOST_CHANGES + READ_AGAIN)? else {
        return Ok(None);
    };
    let mut items: std::collections::HashMap<_, _> =
        store::items(conn, Some(&touched))?.into_iter().map(|item| (item.id, item)).collect();
    let changed = touched.into_iter().map(|id| (id, items.remove(&id))).collect();
    Ok(held.shelf.with(changed).ok())
}
