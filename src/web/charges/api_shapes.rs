//! Invoices, closings and accounts as JSON. Money is whole pence.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::charges::closing::{Closing, LegClosing, Outcome};
use crate::charges::left_to_pay::InLedger;
use crate::charges::queries::{AccountStatement, InKindAccount, InvoiceView, MonthToClose};
use crate::kernel::Pence;

/// An invoice. Amounts are in pence.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Invoice {
    #[schema(format = Uuid)]
    pub(super) id: String,
    number: String,
    #[schema(format = Uuid)]
    provider_id: String,
    provider: String,
    #[schema(format = Uuid)]
    consumer_id: String,
    consumer: String,
    #[schema(format = Uuid)]
    agreement_id: String,
    agreement_reference: String,
    #[schema(format = Uuid)]
    leg_id: String,
    /// The month of supply, like `2026-10`.
    month: String,
    description: String,
    /// A decimal number.
    quantity: String,
    unit: String,
    /// `fixed` or `per_unit`.
    price_kind: String,
    /// Pounds, a decimal number.
    price: String,
    /// `cash` or `in_kind`.
    settlement: String,
    po_ref: Option<String>,
    /// `standard`, `reduced`, `zero`, `exempt` or `outside_scope`.
    vat_treatment: String,
    net: i64,
    vat: i64,
    gross: i64,
    /// What was set off against the other side's invoice.
    set_off: i64,
    /// What is left to pay, as your own books have it.
    remains: i64,
    /// What is left after the set-off and stays on the in-kind account.
    on_account: i64,
    /// Whether a line of your own ledger pays it. The other body's ledger is never told of.
    in_ledger: bool,
    #[schema(format = Date)]
    issued_on: String,
    #[schema(format = Date)]
    due_on: String,
}

impl From<InvoiceView> for Invoice {
    fn from(view: InvoiceView) -> Self {
        Self {
            remains: view.to_pay().to_i64(),
            on_account: view.on_account().to_i64(),
            in_ledger: view.in_ledger == InLedger::Matched,
            id: view.id.to_string(),
            number: view.number,
            provider_id: view.provider.to_string(),
            provider: view.provider_name,
            consumer_id: view.consumer.to_string(),
            consumer: view.consumer_name,
            agreement_id: view.agreement.to_string(),
            agreement_reference: view.agreement_reference,
            leg_id: view.leg.to_string(),
            month: view.month.iso(),
            description: view.description,
            quantity: view.quantity.plain(),
            unit: view.unit,
            price_kind: view.price_kind.as_str().to_owned(),
            price: view.price.plain(),
            settlement: view.settlement.as_str().to_owned(),
            po_ref: view.po_ref,
            vat_treatment: view.vat_treatment.as_str().to_owned(),
            net: view.net.to_i64(),
            vat: view.vat.to_i64(),
            gross: view.gross.to_i64(),
            set_off: view.set_off.to_i64(),
            issued_on: view.issued_on.to_string(),
            due_on: view.due_on.to_string(),
        }
    }
}

/// Which invoices are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct InvoicesQuery {
    /// `out`: we are owed; `in`: we owe.
    #[param(pattern = "^(out|in)$")]
    pub(super) direction: Option<String>,
    /// The other body.
    #[param(format = Uuid)]
    pub(super) partner: Option<String>,
    #[param(format = Uuid)]
    pub(super) agreement: Option<String>,
    /// The month of supply, like `2026-10`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    pub(super) month: Option<String>,
    /// `open`, `past_due`, `matched`, `on_account` or `cleared`.
    #[param(pattern = "^(open|past_due|matched|on_account|cleared)$")]
    pub(super) state: Option<String>,
    /// A part of the number, of the purchase order reference or of the agreement's reference.
    #[param(max_length = 100)]
    pub(super) q: Option<String>,
    /// `newest`, `oldest`, `number`, `largest` or `due`.
    #[param(pattern = "^(newest|oldest|number|largest|due)$")]
    pub(super) sort: Option<String>,
    #[param(max_length = 20)]
    pub(super) cursor: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u32>,
}

/// A month that is over and not closed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenMonth {
    #[schema(format = Uuid)]
    agreement_id: String,
    agreement_reference: String,
    title: String,
    partner: String,
    month: String,
    /// How many legs can be invoiced now.
    ready: usize,
    /// How many legs have nothing accepted yet.
    missing: usize,
}

impl From<MonthToClose> for OpenMonth {
    fn from(month: MonthToClose) -> Self {
        Self {
            agreement_id: month.agreement.to_string(),
            agreement_reference: month.reference,
            title: month.title,
            partner: month.partner,
            month: month.month.iso(),
            ready: month.ready,
            missing: month.missing,
        }
    }
}

/// What closing a month would do, or has done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthClosing {
    #[schema(format = Uuid)]
    agreement_id: String,
    month: String,
    /// Whether every leg has its invoice.
    closed: bool,
    legs: Vec<ClosingLeg>,
    /// What the in-kind invoices clear of each other, in pence, once both are there.
    set_off: Option<i64>,
}

/// One leg of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClosingLeg {
    #[schema(format = Uuid)]
    leg_id: String,
    service: String,
    provider: String,
    consumer: String,
    /// `ready`, `missing` or `invoiced`.
    state: String,
    po_ref: Option<String>,
    net: Option<i64>,
    vat: Option<i64>,
    gross: Option<i64>,
    #[schema(format = Uuid)]
    invoice_id: Option<String>,
    invoice_number: Option<String>,
}

impl MonthClosing {
    pub(super) fn of(closing: Closing) -> Result<Self, crate::charges::ChargesError> {
        Ok(Self {
            set_off: closing.set_off()?.map(|set_off| set_off.amount.to_i64()),
            agreement_id: closing.agreement.id.to_string(),
            month: closing.month.iso(),
            closed: closing.is_closed(),
            legs: closing.legs.into_iter().map(ClosingLeg::from).collect(),
        })
    }
}

impl From<LegClosing> for ClosingLeg {
    fn from(closing: LegClosing) -> Self {
        let amounts = |net: Pence, vat: Pence, gross: Pence| Some((net, vat, gross));
        let (state, amounts, invoice) = match closing.outcome {
            Outcome::Ready { charge, .. } => {
                ("ready", amounts(charge.net(), charge.vat(), charge.gross()), None)
            }
            Outcome::Missing => ("missing", None, None),
            Outcome::Invoiced(invoice) => {
                ("invoiced", amounts(invoice.net, invoice.vat, invoice.gross), Some(invoice))
            }
        };
        let leg = closing.leg;
        Self {
            leg_id: leg.id.to_string(),
            service: leg.service_name,
            provider: leg.provider_name,
            consumer: leg.consumer_name,
            state: state.to_owned(),
            po_ref: leg.po_ref,
            net: amounts.map(|(net, _, _)| net.to_i64()),
            vat: amounts.map(|(_, vat, _)| vat.to_i64()),
            gross: amounts.map(|(_, _, gross)| gross.to_i64()),
            invoice_id: invoice.as_ref().map(|invoice| invoice.id.to_string()),
            invoice_number: invoice.map(|invoice| invoice.number),
        }
    }
}

/// The statement of account of an agreement for a month.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Statement {
    #[schema(format = Uuid)]
    agreement_id: String,
    agreement_reference: String,
    month: String,
    closed: bool,
    invoices: Vec<Invoice>,
    /// The services of the month that have no invoice yet.
    missing: Vec<String>,
}

impl From<AccountStatement> for Statement {
    fn from(statement: AccountStatement) -> Self {
        Self {
            agreement_id: statement.agreement.id.to_string(),
            agreement_reference: statement.agreement.reference,
            month: statement.month.iso(),
            closed: statement.closed,
            invoices: statement.invoices.into_iter().map(Invoice::from).collect(),
            missing: statement.missing,
        }
    }
}

/// The in-kind account of an agreement, as the token's body sees it. Amounts are in pence.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Account {
    #[schema(format = Uuid)]
    agreement_id: String,
    /// Within this much either way nothing is paid.
    tolerance: i64,
    /// Above nothing the other side owes.
    balance: i64,
    /// By how much the balance is beyond the tolerance.
    beyond_tolerance: Option<i64>,
    months: Vec<AccountRow>,
}

/// One month of an in-kind account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountRow {
    month: String,
    given: i64,
    received: i64,
    balance: i64,
}

impl From<InKindAccount> for Account {
    fn from(account: InKindAccount) -> Self {
        let row = |month: &crate::charges::in_kind::AccountMonth| AccountRow {
            month: month.month.iso(),
            given: month.given.to_i64(),
            received: month.received.to_i64(),
            balance: month.balance.to_i64(),
        };
        Self {
            agreement_id: account.agreement.id.to_string(),
            tolerance: account.agreement.tolerance.to_i64(),
            balance: account.balance().to_i64(),
            beyond_tolerance: account.beyond_tolerance().map(Pence::to_i64),
            months: account.months.iter().map(row).collect(),
        }
    }
}

/// A purchase order reference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    #[schema(min_length = 1, max_length = 40, pattern = "^[A-Za-z0-9][A-Za-z0-9/._-]*$")]
    pub(super) po_ref: String,
}

/// The demo's clock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DemoClock {
    /// The moment it shows, RFC 3339 in UTC.
    pub(super) now: String,
    /// How many invoices were issued on the way.
    pub(super) invoices: usize,
}

/// How far the demo's clock is to be moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveClock {
    pub(super) forward: ClockStep,
}

/// A step of the demo's clock.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ClockStep {
    Day,
    FirstWorkingDay,
    Month,
}
