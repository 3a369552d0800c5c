//! The search of the catalogue that a need amounts to: for the way to “Find a service”, and to be kept.

use maud::{Markup, html};

use crate::access::CapabilityKind;
use crate::catalogue::model::Takes;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::Reach;
use crate::kernel::{Month, Quantity, london};
use crate::needs::model::NeedView;
use crate::needs::{NeedContent, NeedState};
use crate::web::context::Cx;
use crate::web::ui::quiet_button_link;
use crate::web::urls::alerts;

/// What the address of the catalogue says for a need: its service, how much of it from when on, what it may cost, which
/// standards it takes, where providers can be, and that they reach the body. What the catalogue cannot be asked for, such
/// as one of several regions, is left out: it finds rather too much than too little.
pub(in crate::web) fn pairs(need: &NeedContent, this_month: Month) -> Vec<(String, String)> {
    let mut pairs = vec![("service", need.service_code.clone())];
    match need.pays {
        Takes::Cash => pairs.push(("pays", "cash".to_owned())),
        Takes::InKind => pairs.push(("pays", "in_kind".to_owned())),
        Takes::Either => {}
    }
    pairs.push(("unit", need.unit.clone()));
    // What takes only a service in return has no price: whoever would do one does not look for a price alone.
    let price = need.highest_price.filter(|_| need.pays == Takes::Cash);
    pairs.extend(price.map(|price| ("price_to", price.plain())));
    pairs.push(("from", need.first_month.max(this_month).iso()));
    let least = match need.shape {
        Shape::Capacity => need.quantity_per_month,
        Shape::WholeService => Quantity::from_whole(1),
    };
    pairs.push(("least", least.plain()));
    pairs.extend(need.assurances.iter().map(|standard| ("assurance", standard.as_str().to_owned())));
    match &need.reach {
        Reach::Within(miles) => pairs.push(("within", miles.to_string())),
        Reach::Regions(regions) => {
            if let [only] = regions.as_slice() {
                pairs.push(("region", only.as_str().to_owned()));
            }
        }
        Reach::Anywhere => {}
    }
    pairs.push(("reach", "us".to_owned()));
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The same of a need in any state: of one that was never published only the service, as far as that is said.
pub(super) fn pairs_of(need: &NeedView, this_month: Month) -> Vec<(String, String)> {
    let drafted = || {
        let draft = need.draft.as_ref().filter(|draft| !draft.service.is_empty())?;
        Some(vec![("service".to_owned(), draft.service.clone())])
    };
    match &need.published {
        Some(version) => pairs(&version.content, this_month),
        None => drafted().unwrap_or_default(),
    }
}

/// The way to being told of new offers for a need, for whoever may keep searches; nothing until the need is published.
pub(super) fn tell_of_new(cx: &Cx, need: &NeedView) -> Markup {
    let may = cx.credential().can(CapabilityKind::ManageNeeds);
    let version = need.published.as_ref().filter(|_| may && need.state == NeedState::Published);
    html! {
        @if let Some(version) = version {
            @let pairs = pairs(&version.content, london::month(cx.now()));
            (quiet_button_link("Tell me of new offers", &alerts::new_called(&pairs, &version.content.title)))
        }
    }
}
