//! One search over the shelf: who fits, in order, and what each further choice would leave.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Shelf;
use super::facets::Counts;
use super::sieve::Sieve;
use super::wording::{Finds, Searched};
use super::world::Near;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Facets, Sort};
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, PageRequest};

/// The offers with enough free in a month that was asked for, each with the last such month, which only the database can
/// tell; `None` where no month was asked for.
pub type Enough = Option<HashMap<OfferId, Month>>;

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
#[derive(Clone, Debug)]
pub struct Picked {
    /// Which places fit, for those who fit.
    fits: Vec<bool>,
    total: i64,
    pub(super) counts: Counts,
}

impl Shelf {
    /// One page of what fits.
    pub fn find(&self, filter: &CatalogueFilter, enough: &Enough, view: View, page: PageRequest) -> Found {
        let hidden = self.hidden_from(view);
        let (searched, finds) = self.look_up(&filter.words, filter.spelling, &hidden);
        let finds = (!searched.sought().is_empty()).then_some(finds);
        let near = filter.near.and_then(|id| self.world.around(id));
        let pick = |finds: Option<&Finds>| self.pick(filter, finds, near.as_ref(), enough, view);
        let asks_nothing =
            near.is_none() && filter.is_everything() && hidden == self.hidden_from(View::public(view.today));
        let kept = asks_nothing.then(|| self.everything.get_or_init(|| (view.today, pick(None))));
        let picked = match kept {
            Some((day, picked)) if *day == view.today => Cow::Borrowed(picked),
            _ => Cow::Owned(pick(finds.as_ref())),
        };
        let ids = match (finds, filter.sort.unwrap_or(Sort::Relevance)) {
            (Some(finds), Sort::Relevance) => self.best(&picked, &finds, page),
            _ => self.in_order(&picked, filter, near.as_ref(), view.today, page),
        };
        let facets = self.facets(&picked.counts, filter, near.as_ref(), view.today);
        Found { ids, total: picked.total, facets, searched }
    }

    /// How many fit.
    pub fn count(&self, filter: &CatalogueFilter, enough: &Enough, view: View) -> i64 {
        let (searched, finds) = self.look_up(&filter.words, filter.spelling, &self.hidden_from(view));
        let finds = (!searched.sought().is_empty()).then_some(&finds);
        let near = filter.near.and_then(|id| self.world.around(id));
        self.pick(filter, finds, near.as_ref(), enough, view).total
    }

    /// Those of some offers that fit, in their order, and what was looked for.
    pub fn fitting(
        &self,
        filter: &CatalogueFilter,
        enough: &Enough,
        view: View,
        ids: &[OfferId],
    ) -> (Vec<OfferId>, Searched) {
        let (searched, finds) = self.look_up(&filter.words, filter.spelling, &self.hidden_from(view));
        let finds = (!searched.sought().is_empty()).then_some(finds);
        let near = filter.near.and_then(|id| self.world.around(id));
        let sieve = self.sieve(filter, near.as_ref(), enough.as_ref(), view);
        let has_words =
            |place: &u32| finds.as_ref().is_none_or(|finds| finds.places.binary_search(place).is_ok());
        let fits = |id: &OfferId| {
            let place = self.by_id.get(id).filter(|place| has_words(place))?;
            sieve.failed(self.slot(*place)?)
        };
        (ids.iter().copied().filter(|id| fits(id) == Some(0)).collect(), searched)
    }

    fn pick(
        &self,
        filter: &CatalogueFilter,
        finds: Option<&Finds>,
        near: Option<&Near>,
        enough: &Enough,
        view: View,
    ) -> Picked {
        let sieve = self.sieve(filter, near, enough.as_ref(), view);
        let mut picked = Picked {
            fits: vec![false; self.slots.len()],
            total: 0,
            counts: Counts::none(&self.world, self.units.len()),
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
        let Some(failed) = sieve.failed(slot) else { return };
        if failed == 0 {
            picked.total += 1;
            if let Some(fits) = picked.fits.get_mut(place as usize) {
                *fits = true;
            }
        } else if !failed.is_power_of_two() {
            return;
        }
        picked.counts.add(slot, failed, sieve, &self.world);
    }
}

impl Picked {
    pub(super) fn fits(&self, place: u32) -> bool {
        self.fits.get(place as usize).copied().unwrap_or(false)
    }
}
