//! The life of an offer, on one screen.

use crate::kernel::text_enum;

text_enum! {
    /// Where an offer stands.
    pub enum OfferState {
        Draft = "draft",
        Published = "published",
        Paused = "paused",
        /// Nobody has confirmed for too long that it is still true.
        Expired = "expired",
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// What its owner can do with an offer.
    pub enum OfferEvent {
        /// Say something else about it. Readers go on seeing the published version.
        Edit = "edit",
        /// Make what was said the version that readers see.
        Publish = "publish",
        /// Say that it is still true.
        Confirm = "confirm",
        /// Too long since somebody confirmed it.
        Expire = "expire",
        /// Nothing of it is left.
        FillUp = "fill_up",
        /// Take it off the catalogue for a while.
        Pause = "pause",
        /// Take it off the catalogue for good.
        Withdraw = "withdraw",
    }
}

/// Something that an offer in this state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an offer that is {} cannot be {}", .from.adjective(), .event.participle())]
pub struct Refused {
    pub from: OfferState,
    pub event: OfferEvent,
}

impl OfferState {
    /// The state after `event`.
    pub fn apply(self, event: OfferEvent) -> Result<Self, Refused> {
        use {OfferEvent as E, OfferState as S};
        match (self, event) {
            (from @ (S::Draft | S::Published | S::Paused | S::Expired), E::Edit) => Ok(from),
            // A paused offer comes back by being published again, an expired one by being confirmed too.
            (S::Draft | S::Published | S::Paused | S::Expired, E::Publish)
            | (S::Published | S::Expired, E::Confirm) => Ok(S::Published),
            (S::Published, E::Expire) => Ok(S::Expired),
            // Its owner publishes it again when capacity comes back.
            (S::Published, E::FillUp | E::Pause) => Ok(S::Paused),
            (S::Draft | S::Published | S::Paused | S::Expired, E::Withdraw) => Ok(S::Withdrawn),
            (from, event) => Err(Refused { from, event }),
        }
    }

    pub fn allows(self, event: OfferEvent) -> bool {
        self.apply(event).is_ok()
    }

    /// Whether capacity of the offer can still be promised: a pause ends new enquiries, not talks under way. So does
    /// expiry.
    pub const fn can_be_reserved(self) -> bool {
        matches!(self, Self::Published | Self::Paused | Self::Expired)
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Paused => "Paused",
            Self::Expired => "Expired",
            Self::Withdrawn => "Withdrawn",
        }
    }

    const fn adjective(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Published => "published",
            Self::Paused => "paused",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl OfferEvent {
    const fn participle(self) -> &'static str {
        match self {
            Self::Edit => "changed",
            Self::Publish => "published",
            Self::Confirm => "confirmed",
            Self::Expire => "expired",
            Self::FillUp => "filled up",
            Self::Pause => "paused",
            Self::Withdraw => "withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_an_offer_is_as_agreed() {
        let mut table = String::new();
        for state in OfferState::ALL {
            for event in OfferEvent::ALL {
                let next = state.apply(*event).map_or("refused", OfferState::as_str);
                table += &format!("{:<10} {:<9} {next}\n", state.as_str(), event.as_str());
            }
        }

        insta::assert_snapshot!(table, @r"
        draft      edit      draft
        draft      publish   published
        draft      confirm   refused
        draft      expire    refused
        draft      fill_up   refused
        draft      pause     refused
        draft      withdraw  withdrawn
        published  edit      published
        published  publish   published
        published  confirm   published
        published  expire    expired
        published  fill_up   paused
        published  pause     paused
        published  withdraw  withdrawn
        paused     edit      paused
        paused     publish   published
        paused     confirm   refused
        paused     expire    refused
        paused     fill_up   refused
        paused     pause     refused
        paused     withdraw  withdrawn
        expired    edit      expired
        expired    publish   published
        expired    confirm   published
        expired    expire    refused
        expired    fill_up   refused
        expired    pause     refused
        expired    withdraw  withdrawn
        withdrawn  edit      refused
        withdrawn  publish   refused
        withdrawn  confirm   refused
        withdrawn  expire    refused
        withdrawn  fill_up   refused
        withdrawn  pause     refused
        withdrawn  withdraw  refused
        ");
    }

    #[test]
    fn a_refusal_reads_as_a_sentence() {
        let refused = OfferState::Withdrawn.apply(OfferEvent::Publish).unwrap_err();

        assert_eq!(refused.to_string(), "an offer that is withdrawn cannot be published");
    }
}
