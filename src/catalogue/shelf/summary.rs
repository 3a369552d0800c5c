//! What stands open on the shelf, one by one, for whoever counts it.

use chrono::NaiveDate;

use super::{ORDERS, Shelf, ShelfBody, Slot};
use crate::catalogue::audience::View;
use crate::catalogue::filter::Sort;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Instant, Month};

/// As much of an open offer as is counted.
#[derive(Clone, Copy, Debug)]
pub struct OpenOffer<'s> {
    pub id: OfferId,
    pub body: &'s ShelfBody,
    /// The code of its service.
    pub service: &'s str,
    /// The code of its service's family.
    pub family: &'s str,
    /// Since when everybody sees it as it is: since it was published, or opened to everybody if that was later.
    pub public_since: Option<Instant>,
    /// Since when the reader sees it as it is.
    pub seen_since: Option<Instant>,
}

impl Shelf {
    /// Every offer that is open to a reader this month or later, in no order.
    pub fn open(&self, view: View) -> impl Iterator<Item = OpenOffer<'_>> {
        let (reader, this_month) = (self.place_of_reader(view), Month::of(view.today));
        let slots = self.slots.iter().flatten();
        let open = slots.filter(move |slot| slot.last_month >= this_month && slot.is_open(view, reader));
        open.filter_map(move |slot| self.counted(slot, view, reader))
    }

    /// Those of them that opened to everybody on a day after they were published.
    pub fn opened_late(&self, today: NaiveDate) -> impl Iterator<Item = OpenOffer<'_>> {
        let (view, this_month) = (View::public(today), Month::of(today));
        let late = self.guarded().filter(move |slot| {
            slot.last_month >= this_month
                && slot.is_open(view, None)
                && slot.public_since() > slot.published_at
        });
        late.filter_map(move |slot| self.counted(slot, view, None))
    }

    /// What is open to a reader besides what is open to everybody.
    pub fn besides_public(&self, view: View) -> Vec<OfferId> {
        let (reader, public) = (self.place_of_reader(view), View::public(view.today));
        let seen = self.guarded().filter(|slot| slot.is_open(view, reader) && !slot.is_open(public, None));
        seen.map(|slot| slot.id).collect()
    }

    /// The offers that have come into sight of a reader after one day and not after another.
    pub fn opened_between(
        &self,
        reader: Option<BodyId>,
        after: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = OfferId> {
        let opens = move |slot: &Slot| slot.opening.as_ref()?.opens(reader);
        let opened =
            self.guarded().filter(move |slot| opens(slot).is_some_and(|day| after < day && day <= last));
        opened.map(|slot| slot.id)
    }

    /// The offers that were published after a moment, the latest first.
    pub fn published_since(&self, since: Instant) -> impl Iterator<Item = OfferId> {
        let newest = ORDERS.iter().position(|sort| *sort == Sort::Newest).and_then(|at| self.orders.get(at));
        let slots = newest.into_iter().flatten().filter_map(|place| self.slot(*place));
        slots.take_while(move |slot| slot.published_at.is_some_and(|at| at > since)).map(|slot| slot.id)
    }

    /// What a body has open to a reader, newest first.
    pub fn of_body(&self, body: BodyId, view: View) -> Vec<OfferId> {
        let place = self.world.body_places.get(&body).copied();
        let reader = self.place_of_reader(view);
        let places = place.and_then(|place| self.by_body.get(place as usize)).into_iter().flatten();
        let is_open = |slot: &&Slot| slot.last_month >= Month::of(view.today) && slot.is_open(view, reader);
        let mut open: Vec<&Slot> = places.filter_map(|place| self.slot(*place)).filter(is_open).collect();
        open.sort_by_key(|slot| (std::cmp::Reverse(slot.published_at), slot.id));
        open.into_iter().map(|slot| slot.id).collect()
    }

    /// The months, in order, of which nothing of an offer is left.
    pub fn full_months(&self, id: OfferId) -> &[Month] {
        let slot = self.by_id.get(&id).and_then(|place| self.slot(*place));
        slot.and_then(|slot| slot.full.as_deref()).unwrap_or_default()
    }

    fn counted(&self, slot: &Slot, view: View, reader: Option<u32>) -> Option<OpenOffer<'_>> {
        let world = &self.world;
        let family = *world.family_of.get(slot.service as usize)?;
        Some(OpenOffer {
            id: slot.id,
            body: world.bodies.get(slot.body as usize)?,
            service: world.services.get(slot.service as usize)?,
            family: &world.families.get(family as usize)?.code,
            public_since: slot.public_since(),
            seen_since: slot.seen_since(view, reader),
        })
    }
}
