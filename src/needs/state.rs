//! The life of a need, on one screen.

use crate::kernel::text_enum;

text_enum! {
    /// Where a need stands.
    pub enum NeedState {
        Draft = "draft",
        Published = "published",
        /// Its last month is over.
        Expired = "expired",
        /// Somebody has been found.
        Met = "met",
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// What becomes of a need.
    pub enum NeedEvent {
        /// Say something else about it. Readers go on seeing the published version.
        Edit = "edit",
        /// Make what was said the version that readers see.
        Publish = "publish",
        /// Its months are over.
        Expire = "expire",
        /// Say that it is met: nobody needs to answer any more.
        Meet = "meet",
        /// Take it back.
        Withdraw = "withdraw",
    }
}

/// Something that a need in this state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a need that is {} cannot be {}", .from.adjective(), .event.participle())]
pub struct Refused {
    pub from: NeedState,
    pub event: NeedEvent,
}

impl NeedState {
    /// The state after `event`.
    pub fn apply(self, event: NeedEvent) -> Result<Self, Refused> {
        use {NeedEvent as E, NeedState as S};
        match (self, event) {
            (from @ (S::Draft | S::Published | S::Expired), E::Edit) => Ok(from),
            // What has expired comes back by being published with other months.
            (S::Draft | S::Published | S::Expired, E::Publish) => Ok(S::Published),
            (S::Published, E::Expire) => Ok(S::Expired),
            (S::Published | S::Expired, E::Meet) => Ok(S::Met),
            (S::Draft | S::Published | S::Expired, E::Withdraw) => Ok(S::Withdrawn),
            (from, event) => Err(Refused { from, event }),
        }
    }

    pub fn allows(self, event: NeedEvent) -> bool {
        self.apply(event).is_ok()
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Expired => "Expired",
            Self::Met => "Met",
            Self::Withdrawn => "Withdrawn",
        }
    }

    const fn adjective(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Published => "published",
            Self::Expired => "expired",
            Self::Met => "met",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl NeedEvent {
    const fn participle(self) -> &'static str {
        match self {
            Self::Edit => "changed",
            Self::Publish => "published",
            Self::Expire => "expired",
            Self::Meet => "marked as met",
            Self::Withdraw => "withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_need_is_as_agreed() {
        let mut table = String::new();
        for state in NeedState::ALL {
            for event in NeedEvent::ALL {
                let next = state.apply(*event).map_or("refused", NeedState::as_str);
                table += &format!("{:<10} {:<9} {next}\n", state.as_str(), event.as_str());
            }
        }

        insta::assert_snapshot!(table, @r"
        draft      edit      draft
        draft      publish   published
        draft      expire    refused
        draft      meet      refused
        draft      withdraw  withdrawn
        published  edit      published
        published  publish   published
        published  expire    expired
        published  meet      met
        published  withdraw  withdrawn
        expired    edit      expired
        expired    publish   published
        expired    expire    refused
        expired    meet      met
        expired    withdraw  withdrawn
        met        edit      refused
        met        publish   refused
        met        expire    refused
        met        meet      refused
        met        withdraw  refused
        withdrawn  edit      refused
        withdrawn  publish   refused
        withdrawn  expire    refused
        withdrawn  meet      refused
        withdrawn  withdraw  refused
        ");
    }
}
