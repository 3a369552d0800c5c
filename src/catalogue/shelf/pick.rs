//! One search over the shelf: who fits, in order, and what each further choice would leave.

use std::borrow::Cow;
use std::collections::HashSet;

use super::wording::{Finds, Searched};
use super::{Shelf, Slot};
use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Facets, Pays, Sort};
use crate::catalogue::model::Takes;
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, PageRequest};

/// The offers with enough free in the month that was asked for, which only the database can tell; `None` where none was.
pub type Enough = Option<HashSet<OfferId>>;

/// One page of what fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub ids: Vec<OfferId>,
    /// How many fit in all.
    pub total: i64,
    /// What each further choice would leave.
    pub facets: Facets,
    pub searched: Searched,
}

/// The outcome of a search.
#[derive(Clone, Debug, Default)]
pub struct Picked {
    /// Which places fit, for those who fit.
    fits: Vec<bool>,
    total: i64,
    by_service: Vec<i64>,
    by_kind: Vec<i64>,
    by_takes: Vec<i64>,
}

/// A filter, made ready: which bodies and services pass, by their places.
struct Sieve<'a> {
    month: Month,
    filter: &'a CatalogueFilter,
    enough: Option<&'a HashSet<OfferId>>,
    body_in_place: Vec<bool>,
    body_of_kind: Vec<bool>,
    service: Vec<bool>,
    family: Vec<bool>,
    takes: Vec<bool>,
}

impl Shelf {
    /// One page of what fits.
    pub fn find(
        &self,
        filter: &CatalogueFilter,
        enough: &Enough,
        this_month: Month,
        page: PageRequest,
    ) -> Found {
        let (searched, finds) = self.look_up(&filter.words, filter.spelling);
        let finds = (!searched.sought().is_empty()).then_some(finds);
        let nothing_asked = CatalogueFilter { sort: filter.sort, ..CatalogueFilter::default() };
        let kept = (*filter == nothing_asked).then(|| {
            self.everything.get_or_init(|| (this_month, self.pick(filter, None, enough, this_month)))
        });
        let picked = match kept {
            Some((month, picked)) if *month == this_month => Cow::Borrowed(picked),
            _ => Cow::Owned(self.pick(filter, finds.as_ref(), enough, this_month)),
        };
        let ids = match (finds, filter.sort.unwrap_or(Sort::Relevance)) {
            (Some(finds), Sort::Relevance) => self.best(&picked, &finds, page),
            (_, sort) => self.in_order(&picked, sort, page),
        };
        Found { ids, total: picked.total, facets: self.facets(&picked), searched }
    }

    /// How many fit.
    pub fn count(&self, filter: &CatalogueFilter, enough: &Enough, this_month: Month) -> i64 {
        let (searched, finds) = self.look_up(&filter.words, filter.spelling);
        let finds = (!searched.sought().is_empty()).then_some(&finds);
        self.pick(filter, finds, enough, this_month).total
    }

    fn pick(
        &self,
        filter: &CatalogueFilter,
        finds: Option<&Finds>,
        enough: &Enough,
        this_month: Month,
    ) -> Picked {
        let sieve = self.sieve(filter, enough, this_month);
        let mut picked = Picked {
            fits: vec![false; self.slots.len()],
            total: 0,
            by_service: vec![0; self.world.services.len()],
            by_kind: vec![0; BodyKind::ALL.len()],
            by_takes: vec![0; Takes::ALL.len()],
        };
        match finds {
            Some(finds) => finds.places.iter().for_each(|place| self.weigh(*place, &sieve, &mut picked)),
            None => {
                for place in 0..self.slots.len() {
                    self.weigh(u32::try_from(place).unwrap_or(u32::MAX), &sieve, &mut picked);
                }
            }
        }
        picked
    }

    /// Counts one offer wherever it counts: in a list, that is, if it passes all but perhaps that list's own choices.
    fn weigh(&self, place: u32, sieve: &Sieve<'_>, picked: &mut Picked) {
        let Some(slot) = self.slot(place) else { return };
        if !sieve.lets_through(slot) {
            return;
        }
        let at = |flags: &[bool], place: u32| flags.get(place as usize).copied().unwrap_or(false);
        let takes = Takes::ALL.iter().position(|takes| *takes == slot.takes).unwrap_or_default();
        let family = at(&sieve.family, slot.service);
        let of_kind = at(&sieve.body_of_kind, slot.body);
        let pays = sieve.takes.get(takes).copied().unwrap_or(false);
        if of_kind && pays {
            count(&mut picked.by_service, slot.service as usize);
        }
        if family && pays {
            let kind = self.world.kinds.get(slot.body as usize).copied();
            count(&mut picked.by_kind, kind.unwrap_or(usize::MAX));
        }
        if family && of_kind {
            count(&mut picked.by_takes, takes);
        }
        if family && of_kind && pays {
            picked.total += 1;
            if let Some(fits) = picked.fits.get_mut(place as usize) {
                *fits = true;
            }
        }
    }

    fn sieve<'a>(&self, filter: &'a CatalogueFilter, enough: &'a Enough, month: Month) -> Sieve<'a> {
        let world = &self.world;
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let family_code = |place: usize| {
            let family = world.family_of.get(place).and_then(|family| world.families.get(*family as usize));
            family.map_or("", |family| family.code.as_str())
        };
        Sieve {
            month,
            filter,
            enough: enough.as_ref(),
            body_in_place: world
                .bodies
                .iter()
                .map(|body| is(&filter.nation, &body.nation) && is(&filter.region, &body.region))
                .collect(),
            body_of_kind: world
                .bodies
                .iter()
                .map(|body| filter.kinds.is_empty() || filter.kinds.contains(&body.kind))
                .collect(),
            service: world.services.iter().map(|code| is(&filter.service, code)).collect(),
            family: (0..world.services.len())
                .map(|place| {
                    filter.families.is_empty()
                        || filter.families.iter().any(|code| code == family_code(place))
                })
                .collect(),
            takes: Takes::ALL.iter().map(|takes| fits(*takes, &filter.pays)).collect(),
        }
    }

    /// One page of what was picked, the best match first; of equals the newest.
    fn best(&self, picked: &Picked, finds: &Finds, page: PageRequest) -> Vec<OfferId> {
        let (skip, take) = extent(page);
        // Score and place in one number, so that many finds are compared fast: a lower one is better.
        let key = |(place, score): (&u32, &u32)| {
            let newest = self.newest.get(*place as usize).copied().unwrap_or(u32::MAX);
            (u64::from(u32::MAX - score) << 32) | u64::from(newest)
        };
        let pairs = finds.places.iter().zip(&finds.scores);
        let mut keys: Vec<u64> = pairs.filter(|(place, _)| picked.fits(**place)).map(key).collect();
        let end = skip.saturating_add(take);
        if end < keys.len() {
            keys.select_nth_unstable(end);
            keys.truncate(end);
        }
        keys.sort_unstable();
        let newest = self.order(Sort::Newest);
        let places = keys.into_iter().skip(skip).filter_map(|key| {
            let number = usize::try_from(key & u64::from(u32::MAX)).ok()?;
            newest.get(number).copied()
        });
        places.filter_map(|place| self.slot(place)).map(|slot| slot.id).collect()
    }

    /// One page of what was picked, in one of the orders that are kept.
    fn in_order(&self, picked: &Picked, sort: Sort, page: PageRequest) -> Vec<OfferId> {
        let (skip, take) = extent(page);
        let sort = if sort == Sort::Relevance { Sort::Newest } else { sort };
        let places = self.order(sort).iter().filter(|place| picked.fits(**place)).skip(skip).take(take);
        places.filter_map(|place| self.slot(*place)).map(|slot| slot.id).collect()
    }

    fn facets(&self, picked: &Picked) -> Facets {
        let mut by_family = vec![0_i64; self.world.families.len()];
        for (family, counted) in self.world.family_of.iter().zip(&picked.by_service) {
            if let Some(sum) = by_family.get_mut(*family as usize) {
                *sum += counted;
            }
        }
        let families = self.world.families.iter().zip(by_family);
        let paid = |pays: Pays| {
            let counted = Takes::ALL.iter().zip(&picked.by_takes);
            counted.filter(|(takes, _)| fits(**takes, &[pays])).map(|(_, count)| count).sum()
        };
        Facets {
            families: families
                .map(|(family, count)| (family.code.clone(), family.name.clone(), count))
                .collect(),
            kinds: BodyKind::ALL.iter().copied().zip(picked.by_kind.iter().copied()).collect(),
            pays: Pays::ALL.iter().map(|pays| (*pays, paid(*pays))).collect(),
        }
    }
}

impl Picked {
    fn fits(&self, place: u32) -> bool {
        self.fits.get(place as usize).copied().unwrap_or(false)
    }
}

impl Sieve<'_> {
    /// Everything but the three lists whose choices are counted.
    fn lets_through(&self, slot: &Slot) -> bool {
        let filter = self.filter;
        let at = |flags: &[bool], place: u32| flags.get(place as usize).copied().unwrap_or(false);
        slot.last_month >= self.month
            && at(&self.service, slot.service)
            && at(&self.body_in_place, slot.body)
            && filter.from.is_none_or(|month| slot.first_month <= month && month <= slot.last_month)
            && filter.least.is_none_or(|least| slot.free_most >= least)
            && self.enough.is_none_or(|enough| enough.contains(&slot.id))
    }
}

/// Whether somebody who pays in one of these ways can have what takes this.
fn fits(takes: Takes, pays: &[Pays]) -> bool {
    pays.is_empty()
        || takes.takes_cash() && pays.contains(&Pays::Cash)
        || takes.takes_in_kind() && pays.contains(&Pays::InKind)
}

/// How many a page leaves out before it, and how many it holds.
fn extent(page: PageRequest) -> (usize, usize) {
    let number = |count: i64| usize::try_from(count).unwrap_or_default();
    (number(page.offset()), number(page.limit()))
}

fn count(counts: &mut [i64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}
