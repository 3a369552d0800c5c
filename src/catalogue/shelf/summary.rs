//! What stands open on the shelf, one by one, for whoever counts it.

use super::{Shelf, ShelfBody, Slot};
use crate::kernel::ids::OfferId;
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
    pub published_at: Option<Instant>,
}

impl Shelf {
    /// Every offer that is open in `this_month` or later, in no order.
    pub fn open(&self, this_month: Month) -> impl Iterator<Item = OpenOffer<'_>> {
        let slots = self.slots.iter().flatten();
        slots.filter(move |slot| slot.last_month >= this_month).filter_map(|slot| self.counted(slot))
    }

    fn counted(&self, slot: &Slot) -> Option<OpenOffer<'_>> {
        let world = &self.world;
        let family = *world.family_of.get(slot.service as usize)?;
        Some(OpenOffer {
            id: slot.id,
            body: world.bodies.get(slot.body as usize)?,
            service: world.services.get(slot.service as usize)?,
            family: &world.families.get(family as usize)?.code,
            published_at: slot.published_at,
        })
    }
}
