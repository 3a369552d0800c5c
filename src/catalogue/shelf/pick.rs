//! One search over the shelf: who fits, in order, and what each further choice would leave.

use std::collections::HashSet;

use super::{Shelf, Slot};
use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Facets, Pays, Sort};
use crate::catalogue::model::Takes;
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, PageRequest};

/// What only the database can tell of a search.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The rows of the full-text index that match the words, the best first as far as they were put in order; `None`
    /// where there are no words.
    pub matches: Option<Vec<i64>>,
    /// The offers with enough free in the month that was asked for; `None` where none was.
    pub enough: Option<HashSet<OfferId>>,
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
    /// The ids of one page of what fits, how many fit in all, and what each further choice would leave.
    pub fn find(
        &self,
        filter: &CatalogueFilter,
        found: &Found,
        this_month: Month,
        page: PageRequest,
    ) -> (Vec<OfferId>, i64, Facets) {
        let sort = filter.sort.unwrap_or(Sort::Relevance);
        let anything = CatalogueFilter { sort: None, words: String::new(), ..filter.clone() }
            == CatalogueFilter::default()
            && found.matches.is_none();
        if !anything {
            let picked = self.pick(filter, found, this_month);
            return (self.page(&picked, found, sort, page), picked.total, self.facets(&picked));
        }
        let (month, picked) =
            self.everything.get_or_init(|| (this_month, self.pick(filter, found, this_month)));
        if *month == this_month {
            return (self.page(picked, found, sort, page), picked.total, self.facets(picked));
        }
        let picked = self.pick(filter, found, this_month);
        (self.page(&picked, found, sort, page), picked.total, self.facets(&picked))
    }

    /// How many fit.
    pub fn count(&self, filter: &CatalogueFilter, found: &Found, this_month: Month) -> i64 {
        self.pick(filter, found, this_month).total
    }

    fn pick(&self, filter: &CatalogueFilter, found: &Found, this_month: Month) -> Picked {
        let sieve = self.sieve(filter, found, this_month);
        let mut picked = Picked {
            fits: vec![false; self.slots.len()],
            total: 0,
            by_service: vec![0; self.world.services.len()],
            by_kind: vec![0; BodyKind::ALL.len()],
            by_takes: vec![0; Takes::ALL.len()],
        };
        match &found.matches {
            Some(matches) => {
                for seq in matches {
                    if let Some(place) = self.by_seq.get(seq) {
                        self.weigh(*place, &sieve, &mut picked);
                    }
                }
            }
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
        let kind = self.world.bodies.get(slot.body as usize).map_or(BodyKind::Other, |body| body.kind);
        let family = at(&sieve.family, slot.service);
        let of_kind = at(&sieve.body_of_kind, slot.body);
        let pays = sieve.takes.get(takes).copied().unwrap_or(false);
        if of_kind && pays {
            count(&mut picked.by_service, slot.service as usize);
        }
        if family && pays {
            let number = BodyKind::ALL.iter().position(|known| *known == kind).unwrap_or_default();
            count(&mut picked.by_kind, number);
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

    fn sieve<'a>(&self, filter: &'a CatalogueFilter, found: &'a Found, month: Month) -> Sieve<'a> {
        let world = &self.world;
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let family_code = |place: usize| {
            let family = world.family_of.get(place).and_then(|family| world.families.get(*family as usize));
            family.map_or("", |family| family.code.as_str())
        };
        Sieve {
            month,
            filter,
            enough: found.enough.as_ref(),
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

    /// The ids of one page of what was picked.
    fn page(&self, picked: &Picked, found: &Found, sort: Sort, page: PageRequest) -> Vec<OfferId> {
        let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
        let take = usize::try_from(page.limit()).unwrap_or_default();
        let fits = |place: &u32| picked.fits.get(*place as usize).copied().unwrap_or(false);
        let ids = |places: &mut dyn Iterator<Item = u32>| {
            let slots = places.filter(fits).skip(skip).take(take).filter_map(|place| self.slot(place));
            slots.map(|slot| slot.id).collect()
        };
        match (&found.matches, sort) {
            (Some(matches), Sort::Relevance) => {
                ids(&mut matches.iter().filter_map(|seq| self.by_seq.get(seq).copied()))
            }
            (_, Sort::Relevance) => ids(&mut self.order(Sort::Newest).iter().copied()),
            (_, sort) => ids(&mut self.order(sort).iter().copied()),
        }
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

fn count(counts: &mut [i64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}
