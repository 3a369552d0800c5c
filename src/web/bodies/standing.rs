//! The tags that say how far a body has come, and whether it still exists.

use maud::{Markup, html};

use crate::bodies::model::Standing;
use crate::bodies::{BodyState, ClaimState};
use crate::web::ui::{Tone, status_tag};

pub(super) fn state_tag(state: BodyState) -> Markup {
    let tone = match state {
        BodyState::Listed => Tone::Plain,
        BodyState::Claimed => Tone::Warn,
        BodyState::Verified => Tone::Good,
    };
    status_tag(tone, state.label())
}

/// Nothing for a body that simply exists.
pub(super) fn standing_tag(standing: Standing) -> Markup {
    html! {
        @match standing {
            Standing::Current => {}
            Standing::Future => { " " (status_tag(Tone::Plain, standing.label())) }
            Standing::Former => { " " (status_tag(Tone::Bad, standing.label())) }
        }
    }
}

pub(super) fn claim_tag(state: ClaimState) -> Markup {
    let tone = match state {
        ClaimState::Sent | ClaimState::PassedOn => Tone::Plain,
        ClaimState::Proved => Tone::Warn,
        ClaimState::Approved => Tone::Good,
        ClaimState::Refused => Tone::Bad,
    };
    status_tag(tone, state.label())
}
