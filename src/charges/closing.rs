//! What closing a month would do: the same plan for the page that asks "are you sure?" and for the command that does it.

use super::ChargesError;
use super::in_kind::SetOff;
use super::model::InvoiceView;
use crate::agreements::model::{AgreementView, LegView};
use crate::kernel::price::Settlement;
use crate::kernel::vat::VatBreakdown;
use crate::kernel::{Month, Pence, Quantity};

/// A month of an agreement, leg by leg.
#[derive(Clone, Debug)]
pub struct Closing {
    pub agreement: AgreementView,
    pub month: Month,
    pub legs: Vec<LegClosing>,
}

/// One leg and what closing does to it.
#[derive(Clone, Debug)]
pub struct LegClosing {
    pub leg: LegView,
    pub outcome: Outcome,
}

/// What closing the month does to a leg.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It becomes an invoice.
    Ready { quantity: Quantity, charge: VatBreakdown },
    /// The consumer has not accepted a quantity: it stays open.
    Missing,
    /// It has its invoice already.
    Invoiced(Box<InvoiceView>),
}

impl LegClosing {
    /// Plans one leg from the signed price, what was accepted, and the invoice there may be.
    pub fn plan(
        leg: LegView,
        accepted: Option<Quantity>,
        invoice: Option<InvoiceView>,
    ) -> Result<Self, ChargesError> {
        let outcome = match (invoice, accepted) {
            (Some(invoice), _) => Outcome::Invoiced(Box::new(invoice)),
            (None, Some(quantity)) => {
                Outcome::Ready { quantity, charge: leg.signed_price().charge(quantity)? }
            }
            (None, None) => Outcome::Missing,
        };
        Ok(Self { leg, outcome })
    }

    /// The gross of the invoice that is there or would be.
    pub fn gross(&self) -> Option<Pence> {
        match &self.outcome {
            Outcome::Ready { charge, .. } => Some(charge.gross()),
            Outcome::Invoiced(invoice) => Some(invoice.gross),
            Outcome::Missing => None,
        }
    }
}

impl Closing {
    pub fn ready(&self) -> usize {
        self.legs.iter().filter(|leg| matches!(leg.outcome, Outcome::Ready { .. })).count()
    }

    pub fn missing(&self) -> usize {
        self.legs.iter().filter(|leg| matches!(leg.outcome, Outcome::Missing)).count()
    }

    /// Whether every leg has its invoice.
    pub fn is_closed(&self) -> bool {
        self.legs.iter().all(|leg| matches!(leg.outcome, Outcome::Invoiced(_)))
    }

    /// What the two in-kind legs clear of each other, once both are charged.
    pub fn set_off(&self) -> Result<Option<SetOff>, ChargesError> {
        let in_kind: Vec<&LegClosing> =
            self.legs.iter().filter(|leg| leg.leg.settlement == Settlement::InKind).collect();
        let [first, second] = in_kind.as_slice() else { return Ok(None) };
        let opposite = first.leg.provider == second.leg.consumer && first.leg.consumer == second.leg.provider;
        let grosses = first.gross().zip(second.gross()).filter(|_| opposite);
        Ok(grosses.map(|(first, second)| SetOff::of(first, second)).transpose()?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agreements::AgreementState;
    use crate::kernel::ids::{AgreementId, BodyId, LegId, ProposalId};
    use crate::kernel::price::PriceKind;
    use crate::kernel::service_calendar::Preset;
    use crate::kernel::vat::VatTreatment;
    use crate::kernel::working_days::Division;
    use crate::kernel::{Instant, Rate};

    fn month() -> Month {
        "2026-10".parse().unwrap()
    }

    fn agreement() -> AgreementView {
        AgreementView {
            id: AgreementId::new(),
            reference: "A-1".into(),
            proposal: ProposalId::new(),
            title: "Hosting for audit".into(),
            state: AgreementState::Active,
            first_month: month(),
            last_month: month(),
            sha256: String::new(),
            tolerance: Pence::ZERO,
            signed_at: Instant::from_micros(0).unwrap(),
            version: 1,
            parties: vec![],
            legs: vec![],
        }
    }

    fn leg(provider: BodyId, consumer: BodyId, price: i64, vat: VatTreatment) -> LegView {
        LegView {
            id: LegId::new(),
            agreement: AgreementId::new(),
            agreement_reference: "A-1".into(),
            agreement_title: "Hosting for audit".into(),
            number: 1,
            provider,
            provider_name: "One".into(),
            consumer,
            consumer_name: "Other".into(),
            service_code: "S".into(),
            service_name: "Hosting".into(),
            description: String::new(),
            unit: "days".into(),
            quantity_per_month: Quantity::from_whole(1),
            settlement: Settlement::InKind,
            price_kind: PriceKind::PerUnit,
            price: Rate::from_i64(price),
            vat,
            po_ref: None,
            offer: None,
            first_month: month(),
            last_month: month(),
            calendar: Preset::AllHours.calendar(Division::EnglandAndWales),
            kpis: vec![],
        }
    }

    fn quid_pro_quo(first: (i64, i64), second: (i64, i64), vat: VatTreatment) -> Closing {
        let (one, other) = (BodyId::new(), BodyId::new());
        let plan = |leg, quantity| LegClosing::plan(leg, Some(Quantity::from_i64(quantity)), None).unwrap();
        let legs = vec![plan(leg(one, other, first.0, vat), first.1), plan(leg(other, one, second.0, vat), second.1)];
        Closing { agreement: agreement(), month: month(), legs }
    }

    #[test]
    fn a_leg_without_an_accepted_quantity_stops_the_set_off_and_nothing_else() {
        let mut closing = quid_pro_quo((10_000, 10_000), (10_000, 10_000), VatTreatment::Zero);
        closing.legs[1].outcome = Outcome::Missing;

        assert_eq!((closing.ready(), closing.missing(), closing.is_closed()), (1, 1, false));
        assert_eq!(closing.set_off().unwrap(), None);
    }

    #[test]
    fn two_legs_the_same_way_are_not_set_off() {
        let mut closing = quid_pro_quo((10_000, 10_000), (10_000, 10_000), VatTreatment::Zero);
        let first = closing.legs[0].leg.clone();
        closing.legs[1].leg.provider = first.provider;
        closing.legs[1].leg.consumer = first.consumer;

        assert_eq!(closing.set_off().unwrap(), None);
    }

    proptest! {
        #[test]
        fn no_penny_appears_or_disappears(
            prices in (0_i64..100_000_000, 0_i64..100_000_000),
            quantities in (0_i64..100_000_000, 0_i64..100_000_000),
            vat in prop::sample::select(VatTreatment::ALL),
        ) {
            let closing = quid_pro_quo((prices.0, quantities.0), (prices.1, quantities.1), vat);

            let set_off = closing.set_off().unwrap().unwrap();

            let mut grosses = Vec::new();
            for leg in &closing.legs {
                let Outcome::Ready { charge, .. } = &leg.outcome else { panic!("both are ready") };
                prop_assert_eq!(charge.net().checked_add(charge.vat()).unwrap(), charge.gross());
                grosses.push(charge.gross());
            }
            prop_assert_eq!(set_off.amount.checked_add(set_off.first_remains).unwrap(), grosses[0]);
            prop_assert_eq!(set_off.amount.checked_add(set_off.second_remains).unwrap(), grosses[1]);
            prop_assert!(set_off.first_remains.is_zero() || set_off.second_remains.is_zero());
        }
    }
}
