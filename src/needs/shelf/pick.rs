//! One search over the needs: who fits, in order, and what each further choice would leave.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;

use super::facets::Counts;
use super::sieve::Sieve;
use super::{NeedShelf, Slot};
use crate::bodies::Distance;
use crate::catalogue::audience::View;
use crate::catalogue::words::lookup::{Finds, Searched};
use crate::kernel::ids::NeedId;
use crate::kernel::{Instant, PageRequest, london};
use crate::needs::filter::{NeedFacets, NeedFilter, Sort};

/// One page of what fits.
#[derive(Clone, Debug)]
pub struct Found {
    pub ids: Vec<NeedId>,
    /// How many fit in all.
    pub total: i64,
    /// What each further choice would leave.
    pub facets: NeedFacets,
    pub searched: Searched,
}

/// A need that fits, and how well.
type Fit<'s> = (&'s Slot, u32);

impl NeedShelf {
    /// One page of what fits.
    pub fn find(&self, filter: &NeedFilter, view: View, page: PageRequest) -> Found {
        let (searched, finds) = self.looked_up(filter, view);
        let sieve = self.sieve(filter, view);
        let (mut fitting, counts) = self.pick(finds.as_ref(), &sieve);
        let total = i64::try_from(fitting.len()).unwrap_or(i64::MAX);
        sort(&mut fitting, filter, &sieve);
        let (skip, most) = (usize::try_from(page.offset()), usize::try_from(page.limit()));
        let here = fitting.iter().skip(skip.unwrap_or(usize::MAX)).take(most.unwrap_or_default());
        Found {
            ids: here.map(|(slot, _)| slot.id).collect(),
            total,
            facets: self.facets(&counts, &sieve),
            searched,
        }
    }

    /// How many fit.
    pub fn count(&self, filter: &NeedFilter, view: View) -> i64 {
        i64::try_from(self.fitting(filter, view).len()).unwrap_or(i64::MAX)
    }

    /// What came into the reader's sight after `since`, because it was published or because it opened to them, the latest
    /// publication first; each with how far it is from the body that the search names, or from the reader's own.
    pub fn new_since(
        &self,
        filter: &NeedFilter,
        view: View,
        since: Instant,
    ) -> Vec<(NeedId, Option<Distance>)> {
        let last_day = london::date(since);
        let from = filter.near.or(view.reader);
        let mut new = self.fitting(filter, view);
        new.retain(|slot| slot.published_at > since || opened_after(slot, view, last_day));
        new.sort_by_key(|slot| (Reverse(slot.published_at), slot.id));
        let distance = |slot: &Slot| self.catalogue.distance(from?, self.list.body_of(slot)?);
        new.into_iter().map(|slot| (slot.id, distance(slot))).collect()
    }

    /// What everybody sees, the latest that came into sight first; so many at most.
    pub fn latest_public(&self, filter: &NeedFilter, today: NaiveDate, most: usize) -> Vec<NeedId> {
        let mut public = self.fitting(filter, View::public(today));
        public.sort_by_key(|slot| (Reverse(slot.public_since()), slot.id));
        public.into_iter().take(most).map(|slot| slot.id).collect()
    }

    fn looked_up(&self, filter: &NeedFilter, view: View) -> (Searched, Option<Finds>) {
        let (searched, finds) = self.look_up(&filter.words, filter.spelling, &self.hidden_from(view));
        let finds = (!searched.sought().is_empty()).then_some(finds);
        (searched, finds)
    }

    fn fitting(&self, filter: &NeedFilter, view: View) -> Vec<&Slot> {
        let (_, finds) = self.looked_up(filter, view);
        let (fitting, _) = self.pick(finds.as_ref(), &self.sieve(filter, view));
        fitting.into_iter().map(|(slot, _)| slot).collect()
    }

    fn pick(&self, finds: Option<&Finds>, sieve: &Sieve<'_>) -> (Vec<Fit<'_>>, Counts) {
        let (mut fitting, mut counts) = (Vec::new(), Counts::none(self));
        let mut weigh = |slot, score| {
            let Some(failed) = sieve.failed(slot) else { return };
            if failed == 0 {
                fitting.push((slot, score));
            } else if !failed.is_power_of_two() {
                return;
            }
            counts.add(slot, failed, sieve);
        };
        match finds {
            Some(finds) => {
                for (place, score) in finds.places.iter().zip(&finds.scores) {
                    if let Some(slot) = self.list.slot(*place) {
                        weigh(slot, *score);
                    }
                }
            }
            None => self.list.slots.iter().flatten().for_each(|slot| weigh(slot, 0)),
        }
        (fitting, counts)
    }
}

fn opened_after(slot: &Slot, view: View, day: NaiveDate) -> bool {
    let opens = slot.opening.as_ref().and_then(|opening| opening.opens(view.reader));
    opens.is_some_and(|opens| opens > day)
}

/// In the order that was asked for; of equals the newest first.
fn sort(fitting: &mut [Fit<'_>], filter: &NeedFilter, sieve: &Sieve<'_>) {
    let distance = |slot: &Slot| {
        let distance = sieve.near.as_ref().and_then(|near| near.distance(slot.body));
        distance.map_or(u64::MAX, |distance| distance.metres().into())
    };
    let by = |(a, a_score): &Fit<'_>, (b, b_score): &Fit<'_>| match filter.sort.unwrap_or(Sort::Relevance) {
        // Without words every score is the same.
        Sort::Relevance => b_score.cmp(a_score),
        Sort::Newest => Ordering::Equal,
        Sort::Soonest => a.first_month.cmp(&b.first_month),
        Sort::Distance => distance(a).cmp(&distance(b)),
        Sort::Title => a.title.cmp(&b.title),
    };
    fitting.sort_by(|a, b| {
        by(a, b).then_with(|| b.0.published_at.cmp(&a.0.published_at)).then_with(|| b.0.id.cmp(&a.0.id))
    });
}
