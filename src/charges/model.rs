//! Invoices and accounts as everybody sees them.

use chrono::NaiveDate;

use super::in_kind::AccountMonth;
use super::left_to_pay::{InLedger, beyond_tolerance, left_to_pay};
use crate::agreements::model::AgreementView;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId, LegId};
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Month, Pence, Quantity, Rate, text_enum};

/// An invoice. Nothing of it ever changes, but for what is set off against another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceView {
    pub id: InvoiceId,
    pub number: String,
    pub provider: BodyId,
    pub provider_name: String,
    pub consumer: BodyId,
    pub consumer_name: String,
    pub agreement: AgreementId,
    pub agreement_reference: String,
    pub leg: LegId,
    /// The month of supply.
    pub month: Month,
    pub description: String,
    pub quantity: Quantity,
    pub unit: String,
    pub price_kind: PriceKind,
    pub price: Rate,
    pub settlement: Settlement,
    pub po_ref: Option<String>,
    pub vat_treatment: VatTreatment,
    pub net: Pence,
    pub vat: Pence,
    pub gross: Pence,
    pub set_off: Pence,
    /// What of it goes beyond the tolerance of its in-kind account.
    pub beyond: Pence,
    /// Whether the reader's own ledger pays it; nobody learns this of another body.
    pub in_ledger: InLedger,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
}

text_enum! {
    /// Which way an invoice goes, for the acting body.
    pub enum Direction {
        /// We are owed.
        Out = "out",
        /// We owe.
        In = "in",
    }
}

text_enum! {
    /// What is still to be paid of an invoice.
    pub enum InvoiceState {
        /// Something is left to pay.
        Open = "open",
        /// Something is left to pay in cash and the due date has passed.
        PastDue = "past_due",
        /// A line of the reader's own ledger pays it.
        Matched = "matched",
        /// What is left after the set-off stays on the in-kind account, within its tolerance.
        OnAccount = "on_account",
        /// All of it is set off.
        Cleared = "cleared",
    }
}

impl InvoiceState {
    /// The state on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::PastDue => "Past its due date",
            Self::Matched => "Matched with your ledger",
            Self::OnAccount => "On the in-kind account",
            Self::Cleared => "Set off",
        }
    }
}

impl InvoiceView {
    /// What no set-off has cleared.
    fn after_set_off(&self) -> Pence {
        // The database holds 0 <= set_off <= gross.
        Pence::from_i64(self.gross.to_i64() - self.set_off.to_i64())
    }

    /// What is left to pay, as the reader's own books have it.
    pub fn to_pay(&self) -> Pence {
        left_to_pay(self.settlement, self.after_set_off(), self.beyond, self.in_ledger)
    }

    /// What stays on the in-kind account: left after the set-off, and not to be paid.
    pub fn on_account(&self) -> Pence {
        match self.settlement {
            Settlement::Cash => Pence::ZERO,
            Settlement::InKind => Pence::from_i64(self.after_set_off().to_i64() - self.beyond.to_i64()),
        }
    }

    pub fn state(&self, today: NaiveDate) -> InvoiceState {
        if self.after_set_off().is_zero() {
            InvoiceState::Cleared
        } else if self.to_pay().is_zero() {
            match self.in_ledger {
                InLedger::Matched => InvoiceState::Matched,
                InLedger::NoLine => InvoiceState::OnAccount,
            }
        } else if self.settlement == Settlement::Cash && self.due_on < today {
            InvoiceState::PastDue
        } else {
            InvoiceState::Open
        }
    }

    /// Which way it goes for `body`, one of its parties.
    pub fn direction(&self, body: BodyId) -> Direction {
        if self.provider == body { Direction::Out } else { Direction::In }
    }

    /// The other party's name.
    pub fn partner_name(&self, body: BodyId) -> &str {
        match self.direction(body) {
            Direction::Out => &self.consumer_name,
            Direction::In => &self.provider_name,
        }
    }
}

/// An invoice and the one it was set off against, for its page.
#[derive(Clone, Debug)]
pub struct InvoiceWithSetOff {
    pub invoice: InvoiceView,
    /// The id and number of the other invoice.
    pub against: Option<(InvoiceId, String)>,
}

/// A month of an agreement that is over and not closed.
#[derive(Clone, Debug)]
pub struct MonthToClose {
    pub agreement: AgreementId,
    pub reference: String,
    pub title: String,
    pub partner: String,
    pub month: Month,
    /// How many legs can be invoiced now.
    pub ready: usize,
    /// How many legs have nothing accepted yet.
    pub missing: usize,
}

/// What one body owes another for a month of an agreement, both ways.
#[derive(Clone, Debug)]
pub struct AccountStatement {
    pub agreement: AgreementView,
    pub month: Month,
    pub invoices: Vec<InvoiceView>,
    /// Legs of the month that have no invoice yet, by their service.
    pub missing: Vec<String>,
    pub closed: bool,
}

/// The in-kind account of an agreement, as the acting body sees it.
#[derive(Clone, Debug)]
pub struct InKindAccount {
    pub agreement: AgreementView,
    pub months: Vec<AccountMonth>,
}

impl InKindAccount {
    /// Where the account stands: above zero, the other side owes.
    pub fn balance(&self) -> Pence {
        self.months.last().map_or(Pence::ZERO, |month| month.balance)
    }

    /// By how much the balance is beyond what the parties tolerate.
    pub fn beyond_tolerance(&self) -> Option<Pence> {
        Some(beyond_tolerance(self.balance(), self.agreement.tolerance)).filter(|beyond| !beyond.is_zero())
    }
}

/// Totals of a body's invoices, for its finance page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: i64,
    pub gross: Pence,
    pub to_pay: Pence,
    /// On how many of them something is left to pay.
    pub to_pay_count: i64,
}
