//! What each side gives, as two panels: the same picture for a proposal and for the agreement it becomes.

use maud::Markup;

use crate::kernel::ids::BodyId;
use crate::kernel::kpi::Target;
use crate::kernel::price::Settlement;
use crate::kernel::{Pence, Quantity, unit};
use crate::web::ui::{Flow, SwapPanel, money, swap};

/// One leg, as far as the picture shows it.
pub(in crate::web) struct LegPicture<'a> {
    pub(in crate::web) provider: BodyId,
    pub(in crate::web) provider_name: &'a str,
    pub(in crate::web) consumer_name: &'a str,
    pub(in crate::web) service: &'a str,
    pub(in crate::web) unit: &'a str,
    pub(in crate::web) quantity: Quantity,
    pub(in crate::web) settlement: Settlement,
    /// What a month is worth at the agreed quantity.
    pub(in crate::web) worth: Option<Pence>,
    pub(in crate::web) kpis: Vec<(&'a str, Target)>,
}

/// The exchange as `viewer` sees it: two services, or a service and the cash for it.
pub(in crate::web) fn exchange(legs: &[LegPicture<'_>], viewer: BodyId) -> Markup {
    match legs {
        [one, other, ..] => swap(&service(one, viewer), &service(other, viewer)),
        [one] => swap(&service(one, viewer), &cash(one, viewer)),
        [] => Markup::default(),
    }
}

fn service(leg: &LegPicture<'_>, viewer: BodyId) -> SwapPanel {
    let (flow, label) = if leg.provider == viewer {
        (Flow::Give, "You give".to_owned())
    } else {
        (Flow::Take, format!("{} gives", leg.provider_name))
    };
    let mut panel = SwapPanel::service(flow, label, leg.service)
        .line(format!("{} a month", unit::counted(leg.quantity, leg.unit)));
    for (name, target) in &leg.kpis {
        panel = panel.line(format!("{name}: at least {target}"));
    }
    match (leg.settlement, leg.worth) {
        (Settlement::InKind, Some(worth)) => panel.amount(money(worth), "a month, assessed with VAT"),
        _ => panel,
    }
}

fn cash(leg: &LegPicture<'_>, viewer: BodyId) -> SwapPanel {
    let (flow, label) = if leg.provider == viewer {
        (Flow::Take, format!("{} pays", leg.consumer_name))
    } else {
        (Flow::Give, "You pay".to_owned())
    };
    let amount = leg.worth.map_or_else(|| "By quantity".to_owned(), money);
    SwapPanel::cash(flow, label, amount, "a month at this quantity, before VAT")
}
