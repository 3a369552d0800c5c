//! The ways to begin talking about an offer, beside it in other lists: asking and proposing, perhaps for a need.

use maud::{Markup, html};

use crate::access::CapabilityKind;
use crate::catalogue::OfferState;
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::web::context::Cx;
use crate::web::urls::negotiation as at;

/// An offer that somebody might talk about.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct TalkAbout<'o> {
    pub(in crate::web) offer: OfferId,
    pub(in crate::web) owner: BodyId,
    pub(in crate::web) state: OfferState,
    pub(in crate::web) title: &'o str,
    /// An open need of the reader's body, from which quantity, months and size come.
    pub(in crate::web) need: Option<NeedId>,
}

/// The links, for whoever may; none to one's own offers and to those that are not open.
pub(in crate::web) fn talk_links(cx: &Cx, about: TalkAbout<'_>) -> Vec<Markup> {
    let credential = cx.credential();
    let is_own = credential.acting().is_none_or(|acting| acting.body == about.owner);
    if is_own || about.state != OfferState::Published {
        return vec![];
    }
    let link = |words: &str, href: String| html! { a href=(href) { (words) span.visually-hidden { ": " (about.title) } } };
    let ask = credential.can(CapabilityKind::Enquire);
    let propose = credential.can(CapabilityKind::Negotiate);
    let ask = ask.then(|| link("Ask", at::enquire_for(about.offer, about.need)));
    let propose = propose.then(|| link("Propose", at::propose_for(about.offer, about.need)));
    ask.into_iter().chain(propose).collect()
}
