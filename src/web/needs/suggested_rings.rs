//! Rings among the suggestions: who would serve whom, and what is left to pay.

use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::CapabilityKind as C;
use crate::kernel::unit;
use crate::matching::circles::{SuggestedLeg, SuggestedRing};
use crate::web::context::Cx;
use crate::web::ui::{Column, Row, Table, actions, button_link, post_form, quiet_button};
use crate::web::urls::{self as site, catalogue as offers, needs as urls};

/// The rings, each as a table; nothing where there are none.
pub(super) fn section(cx: &Cx, rings: &[SuggestedRing]) -> Markup {
    html! {
        @if !rings.is_empty() {
            h2 id="rings" { "Rings you could be part of" }
            p.hint { "Nobody in a ring has what the next one wants in return, and yet everybody gets something. Begin by asking \
                      the one who would serve you." }
            @for (place, ring) in rings.iter().enumerate() { (shown(cx, place + 1, ring)) }
        }
    }
}

fn shown(cx: &Cx, number: usize, ring: &SuggestedRing) -> Markup {
    let title = format!("Ring {number}: {} bodies, worth {} a month", ring.legs.len(), ring.value);
    // The last leg serves the body that gives the first.
    let serving = ring.legs.last();
    html! {
        h3 { (title) }
        (Table::new(&title)
            .hidden_caption()
            .columns([
                Column::text("Gives"),
                Column::text("What, each month"),
                Column::text("To"),
                Column::numeric("Worth"),
            ])
            .rows(ring.legs.iter().map(row))
            .folds_when_narrow()
            .render())
        @for payment in &ring.payments {
            p.meta { (payment.payer_name) " pays " (payment.payee_name) " " (payment.amount) " a month, so that it comes out \
                      even." }
        }
        @if let Some(leg) = serving { (deeds(cx, leg)) }
    }
}

fn deeds(cx: &Cx, serving: &SuggestedLeg) -> Markup {
    let credential = cx.credential();
    html! {
        @if credential.can(C::Enquire) || credential.can(C::ManageNeeds) {
            (actions(html! {
                @if credential.can(C::Enquire) {
                    (button_link("Ask about what you would get", &site::negotiation::enquire(serving.offer)))
                }
                @if credential.can(C::ManageNeeds) {
                    (post_form(urls::DISMISS, &cx.once(), html! {
                        input type="hidden" name="need" value=(serving.need);
                        input type="hidden" name="offer" value=(serving.offer);
                        (quiet_button("Not for us"))
                    }))
                }
            }))
        }
    }
}

fn row(leg: &SuggestedLeg) -> Row {
    Row::new([
        html! { a href=(site::bodies::body(leg.from)) { (leg.from_name) } },
        html! {
            a href=(offers::offer(leg.offer)) { (unit::counted(leg.units, &leg.unit)) ", " (leg.service_name) }
            " for " a href=(urls::need(leg.need)) { (leg.need_title) }
        },
        html! { a href=(site::bodies::body(leg.to)) { (leg.to_name) } },
        html! { (leg.value) },
    ])
}

/// A ring that could be made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RingJson {
    /// From what your body gives; each serves the one that gives the next, the last your body.
    legs: Vec<RingLegJson>,
    /// What all legs are worth a month, in pounds, without VAT.
    value: String,
    /// Cash that evens it out, every month.
    payments: Vec<RingPaymentJson>,
}

/// What one body of a ring would do for the next, every month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RingLegJson {
    offer: String,
    need: String,
    from_body: String,
    from_name: String,
    to_body: String,
    to_name: String,
    service_name: String,
    unit: String,
    units: String,
    value: String,
}

/// Cash that one body of a ring would hand to another, every month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RingPaymentJson {
    payer_name: String,
    payee_name: String,
    amount: String,
}

impl From<SuggestedRing> for RingJson {
    fn from(ring: SuggestedRing) -> Self {
        let payment = |payment: crate::matching::circles::SuggestedPayment| RingPaymentJson {
            payer_name: payment.payer_name,
            payee_name: payment.payee_name,
            amount: payment.amount.plain(),
        };
        Self {
            value: ring.value.plain(),
            legs: ring.legs.into_iter().map(RingLegJson::from).collect(),
            payments: ring.payments.into_iter().map(payment).collect(),
        }
    }
}

impl From<SuggestedLeg> for RingLegJson {
    fn from(leg: SuggestedLeg) -> Self {
        Self {
            offer: leg.offer.to_string(),
            need: leg.need.to_string(),
            from_body: leg.from.to_string(),
            from_name: leg.from_name,
            to_body: leg.to.to_string(),
            to_name: leg.to_name,
            service_name: leg.service_name,
            unit: leg.unit,
            units: leg.units.plain(),
            value: leg.value.plain(),
        }
    }
}
