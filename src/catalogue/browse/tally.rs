//! How many offers and bodies there are of each thing, and how many of the offers are new.

use std::collections::{BTreeMap, HashSet};

use chrono::Duration;

use crate::catalogue::shelf::OpenOffer;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;

/// For how many days after it was last published an offer counts as new.
pub const NEW_DAYS: i64 = 30;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub offers: i64,
    pub bodies: i64,
    /// How many of the offers came into the reader's sight within [`NEW_DAYS`].
    pub new: i64,
}

/// Counts open offers by whatever `key` tells of them; those of which it tells nothing are left out.
pub(super) fn by<'s, K: Ord>(
    offers: impl Iterator<Item = OpenOffer<'s>>,
    now: Instant,
    key: impl Fn(&OpenOffer<'s>) -> Option<K>,
) -> BTreeMap<K, Tally> {
    let since = now.minus(Duration::days(NEW_DAYS));
    let mut counted: BTreeMap<K, (Tally, HashSet<BodyId>)> = BTreeMap::new();
    for offer in offers {
        let Some(key) = key(&offer) else { continue };
        let (tally, bodies) = counted.entry(key).or_default();
        tally.offers += 1;
        tally.new += i64::from(offer.seen_since.is_some_and(|at| at >= since));
        if bodies.insert(offer.body.id) {
            tally.bodies += 1;
        }
    }
    counted.into_iter().map(|(key, (tally, _))| (key, tally)).collect()
}
