//! The open needs of a running program, kept up to date with the database.
//!
//! Every change of a need takes the version of its row one up, so how many needs there are and what their versions add up
//! to is never twice the same: before a search that sum is asked for, from an index, and if it has moved, the needs whose
//! version is another are read again. So whoever publishes a need is found with the next click, on any instance.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::shelf::{NeedList, NeedShelf};
use super::store::shelf::{self as store, Mark};
use crate::catalogue::Shelves;
use crate::kernel::ids::NeedId;
use crate::storage::{Conn, StorageError};

/// The open needs, for everybody who searches.
#[derive(Debug)]
pub struct NeedShelves {
    catalogue: Arc<Shelves>,
    held: Mutex<Option<Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    list: Arc<NeedList>,
    mark: Mark,
}

impl NeedShelves {
    pub fn new(catalogue: Arc<Shelves>) -> Arc<Self> {
        Arc::new(Self { catalogue, held: Mutex::default() })
    }

    /// The needs as of now, with everything that was committed before this was asked.
    pub fn current(&self, conn: &mut Conn) -> Result<NeedShelf, StorageError> {
        let catalogue = self.catalogue.current(conn)?;
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mark = store::mark(conn)?;
        if let Some(held) = held.as_ref().filter(|held| held.mark == mark) {
            return Ok(NeedShelf::new(Arc::clone(&held.list), catalogue));
        }
        // A list that has become sparse is made anew.
        let before = held.map(|held| held.list).filter(|list| !list.is_sparse()).unwrap_or_default();
        let list = Arc::new(follow(conn, before)?);
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Held { list: Arc::clone(&list), mark });
        Ok(NeedShelf::new(list, catalogue))
    }
}

/// The list with what has changed since it was true. It is read after its mark, so that what is committed meanwhile moves
/// the mark once more.
fn follow(conn: &mut Conn, before: Arc<NeedList>) -> Result<NeedList, StorageError> {
    let open = store::versions(conn)?;
    let standing: HashSet<NeedId> = open.iter().map(|(id, _)| *id).collect();
    let gone: Vec<NeedId> = before.ids().filter(|id| !standing.contains(id)).collect();
    let changed: Vec<NeedId> = open
        .into_iter()
        .filter(|(id, version)| before.version_of(*id) != Some(*version))
        .map(|(id, _)| id)
        .collect();
    let items = store::items(conn, &changed)?;
    let mut list = Arc::unwrap_or_clone(before);
    for id in gone {
        list.take(id);
    }
    for item in items {
        list.put(item);
    }
    Ok(list)
}
