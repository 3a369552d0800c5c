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
