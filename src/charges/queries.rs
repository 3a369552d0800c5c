//! What people see of charges: invoices, months to close, statements of account and the in-kind account.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::ChargesError;
use super::closing::{Closing, LegClosing};
use super::in_kind::{self, Entry, Side};
use super::left_to_pay::InLedger;
pub use super::model::{
    AccountStatement, Direction, InKindAccount, InvoiceState, InvoiceView, InvoiceWithSetOff, MonthToClose,
    Totals,
};
use super::standing;
use super::store::invoices::InvoiceRow;
use super::store::search::Reader;
use super::store::{invoices, search};
use crate::agreements::model::AgreementView;
use crate::agreements::queries as agreements;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId, LegId};
use crate::kernel::price::Settlement;
use crate::kernel::{Month, Page, PageRequest, text_enum};
use crate::service_levels::queries as service_levels;
use crate::storage::{Conn, StorageError};

/// The most invoices that one statement or reconciliation looks at.
const MOST_AT_ONCE: u32 = PageRequest::MOST;

text_enum! {
    /// The order of a list of invoices.
    pub enum InvoiceOrder {
        Newest = "newest",
        Oldest = "oldest",
        Number = "number",
        Largest = "largest",
        DueFirst = "due",
    }
}

/// Which invoices are wanted; what is `None` is not asked.
#[derive(Clone, Debug)]
pub struct InvoiceFilter {
    pub direction: Option<Direction>,
    pub partner: Option<BodyId>,
    pub agreement: Option<AgreementId>,
    pub month: Option<Month>,
    pub state: Option<InvoiceState>,
    /// Words of an invoice's number, its purchase order reference or its agreement's reference.
    pub text: String,
    pub order: InvoiceOrder,
}

impl Default for InvoiceFilter {
    fn default() -> Self {
        Self {
            direction: None,
            partner: None,
            agreement: None,
            month: None,
            state: None,
            text: String::new(),
            order: InvoiceOrder::Newest,
        }
    }
}

/// An invoice that `body` sent or was sent.
pub fn invoice_of_party(
    conn: &mut Conn,
    body: BodyId,
    id: InvoiceId,
) -> Result<Option<InvoiceView>, StorageError> {
    let Some(row) = invoices::of_party(conn, body, id)? else { return Ok(None) };
    Ok(own_views(conn, body, vec![row])?.pop())
}

/// The same with the invoice it was set off against.
pub fn invoice_with_set_off(
    conn: &mut Conn,
    body: BodyId,
    id: InvoiceId,
) -> Result<Option<InvoiceWithSetOff>, StorageError> {
    let Some(invoice) = invoice_of_party(conn, body, id)? else { return Ok(None) };
    let against = invoices::set_off_against(conn, id)?;
    Ok(Some(InvoiceWithSetOff { invoice, against }))
}

/// One page of the invoices of `body`.
pub fn invoices(
    conn: &mut Conn,
    body: BodyId,
    filter: &InvoiceFilter,
    today: NaiveDate,
    page: PageRequest,
) -> Result<Page<InvoiceView>, StorageError> {
    let beyond = standing::beyond_of_body(conn, body)?;
    let (rows, total) = search::page(conn, Reader { body, today, beyond: &beyond }, filter, page)?;
    Ok(Page::new(own_views(conn, body, rows)?, page, total))
}

/// How many invoices `filter` leaves, and their totals.
pub fn totals(
    conn: &mut Conn,
    body: BodyId,
    filter: &InvoiceFilter,
    today: NaiveDate,
) -> Result<Totals, StorageError> {
    let beyond = standing::beyond_of_body(conn, body)?;
    search::totals(conn, Reader { body, today, beyond: &beyond }, filter)
}

/// Every body that `body` has an invoice with, by name.
pub fn partners(conn: &mut Conn, body: BodyId) -> Result<Vec<(BodyId, String)>, StorageError> {
    search::partners(conn, body)
}

/// Every invoice that `consumer` owes, or owes to `provider`, oldest first. Nothing of anybody's ledger is in it, so both
/// sides may see it.
pub fn invoices_owed_by(
    conn: &mut Conn,
    consumer: BodyId,
    provider: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    every(conn, consumer, Direction::In, provider)
}

/// Every invoice that is owed to `provider`, or that `consumer` owes it, oldest first.
pub fn invoices_due_to(
    conn: &mut Conn,
    provider: BodyId,
    consumer: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    every(conn, provider, Direction::Out, consumer)
}

/// Reads page after page, so that no single query is unbounded.
fn every(
    conn: &mut Conn,
    body: BodyId,
    direction: Direction,
    partner: Option<BodyId>,
) -> Result<Vec<InvoiceView>, StorageError> {
    let filter = InvoiceFilter {
        direction: Some(direction),
        partner,
        order: InvoiceOrder::Oldest,
        ..InvoiceFilter::default()
    };
    let beyond = HashMap::new(); // No state is asked for.
    let reader = Reader { body, today: NaiveDate::MIN, beyond: &beyond };
    let mut all = Vec::new();
    for number in 1..=PageRequest::LAST {
        let page = PageRequest::new(number, MOST_AT_ONCE);
        let (rows, total) = search::page(conn, reader, &filter, page)?;
        all.extend(views(conn, rows)?);
        if i64::try_from(all.len()).unwrap_or(i64::MAX) >= total {
            break;
        }
    }
    Ok(all)
}

/// What closing a month of an agreement would do, leg by leg.
pub fn closing(
    conn: &mut Conn,
    body: BodyId,
    agreement: AgreementId,
    month: Month,
) -> Result<Closing, ChargesError> {
    let agreement = agreements::agreement_of_party(conn, body, agreement)?.ok_or(ChargesError::NotFound)?;
    plan(conn, agreement, month)
}

pub(super) fn plan(conn: &mut Conn, agreement: AgreementView, month: Month) -> Result<Closing, ChargesError> {
    if month < agreement.first_month || month > agreement.last_month {
        return Err(ChargesError::OutsideTerm(month));
    }
    let rows = invoices::of_month(conn, agreement.id, month)?;
    let mut invoices: HashMap<LegId, InvoiceView> =
        views(conn, rows)?.into_iter().map(|invoice| (invoice.leg, invoice)).collect();
    let mut legs = Vec::with_capacity(agreement.legs.len());
    for leg in agreement.legs.iter().cloned() {
        let accepted = service_levels::accepted_quantity(conn, leg.id, month)?;
        let invoice = invoices.remove(&leg.id);
        legs.push(LegClosing::plan(leg, accepted, invoice)?);
    }
    Ok(Closing { agreement, month, legs })
}

/// Months of `body`'s agreements that are over and not closed, the oldest first. `today` is the running month.
pub fn months_to_close(
    conn: &mut Conn,
    body: BodyId,
    today: Month,
) -> Result<Vec<MonthToClose>, StorageError> {
    let accepted = service_levels::accepted_of_body(conn, body)?;
    let invoiced: HashSet<(LegId, Month)> = invoices::invoiced(conn, body)?.into_iter().collect();
    let mut open: BTreeMap<(Month, AgreementId), MonthToClose> = BTreeMap::new();
    for leg in agreements::legs_of_body(conn, body)? {
        for month in leg.first_month.through(leg.last_month.min(today.prev())) {
            if invoiced.contains(&(leg.id, month)) {
                continue;
            }
            let partner = if leg.provider == body { &leg.consumer_name } else { &leg.provider_name };
            let entry = open.entry((month, leg.agreement)).or_insert_with(|| MonthToClose {
                agreement: leg.agreement,
                reference: leg.agreement_reference.clone(),
                title: leg.agreement_title.clone(),
                partner: partner.clone(),
                month,
                ready: 0,
                missing: 0,
            });
            if accepted.contains_key(&(leg.id, month)) {
                entry.ready += 1;
            } else {
                entry.missing += 1;
            }
        }
    }
    Ok(open.into_values().collect())
}

/// The statement of account of an agreement for one month.
pub fn statement(
    conn: &mut Conn,
    body: BodyId,
    agreement: AgreementId,
    month: Month,
) -> Result<AccountStatement, ChargesError> {
    let closing = closing(conn, body, agreement, month)?;
    let rows = invoices::of_month(conn, agreement, month)?;
    let missing = closing.legs.iter().filter(|leg| leg.gross().is_none() || is_ready(leg));
    Ok(AccountStatement {
        invoices: own_views(conn, body, rows)?,
        missing: missing.map(|leg| leg.leg.service_name.clone()).collect(),
        closed: closing.is_closed(),
        agreement: closing.agreement,
        month,
    })
}

fn is_ready(leg: &LegClosing) -> bool {
    matches!(leg.outcome, super::closing::Outcome::Ready { .. })
}

/// The in-kind accounts of `body`, each with its balance, the newest agreement first.
pub fn in_kind_accounts(conn: &mut Conn, body: BodyId) -> Result<Vec<InKindAccount>, ChargesError> {
    let mut agreements: Vec<AgreementId> = agreements::legs_of_body(conn, body)?
        .into_iter()
        .filter(|leg| leg.settlement == Settlement::InKind)
        .map(|leg| leg.agreement)
        .collect();
    agreements.dedup();
    agreements.into_iter().map(|agreement| in_kind_account(conn, body, agreement)).collect()
}

/// The in-kind account of an agreement as `body` sees it; not found where nothing is paid for in kind.
pub fn in_kind_account(
    conn: &mut Conn,
    body: BodyId,
    agreement: AgreementId,
) -> Result<InKindAccount, ChargesError> {
    let agreement = agreements::agreement_of_party(conn, body, agreement)?.ok_or(ChargesError::NotFound)?;
    if !agreement.legs.iter().any(|leg| leg.settlement == Settlement::InKind) {
        return Err(ChargesError::NotFound);
    }
    let entries: Vec<Entry> = invoices::in_kind(conn, agreement.id)?
        .into_iter()
        .map(|(provider, month, value)| Entry {
            month,
            given_by: if provider == body { Side::First } else { Side::Second },
            value,
        })
        .collect();
    Ok(InKindAccount { months: in_kind::account(&entries, Side::First)?, agreement })
}

/// Invoices as `body` sees them, with what its own ledger says.
fn own_views(conn: &mut Conn, body: BodyId, rows: Vec<InvoiceRow>) -> Result<Vec<InvoiceView>, StorageError> {
    let mut views = views(conn, rows)?;
    let matched = standing::matched_by(conn, body, views.iter().map(|view| view.id).collect())?;
    for view in views.iter_mut().filter(|view| matched.contains(&view.id)) {
        view.in_ledger = InLedger::Matched;
    }
    Ok(views)
}

/// Invoices as both of their sides may see them.
pub(super) fn views(conn: &mut Conn, rows: Vec<InvoiceRow>) -> Result<Vec<InvoiceView>, StorageError> {
    let beyond = standing::beyond_of(conn, &rows)?;
    let of: HashSet<BodyId> = rows.iter().flat_map(|row| [row.provider_id, row.consumer_id]).collect();
    let names: HashMap<BodyId, String> = search::names(conn, of.into_iter().collect())?.into_iter().collect();
    let of: HashSet<AgreementId> = rows.iter().map(|row| row.agreement_id).collect();
    let references: HashMap<AgreementId, String> =
        search::references(conn, of.into_iter().collect())?.into_iter().collect();
    let name = |id: &BodyId| names.get(id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| InvoiceView {
            id: row.id,
            provider_name: name(&row.provider_id),
            consumer_name: name(&row.consumer_id),
            agreement_reference: references.get(&row.agreement_id).cloned().unwrap_or_default(),
            number: row.number,
            provider: row.provider_id,
            consumer: row.consumer_id,
            agreement: row.agreement_id,
            leg: row.leg_id,
            month: row.month,
            description: row.description,
            quantity: row.quantity,
            unit: row.unit,
            price_kind: row.price_kind,
            price: row.price,
            settlement: row.settlement,
            po_ref: row.po_ref,
            vat_treatment: row.vat_treatment,
            net: row.net,
            vat: row.vat,
            gross: row.gross,
            set_off: row.set_off,
            beyond: beyond.get(&row.id).copied().unwrap_or_default(),
            in_ledger: InLedger::NoLine,
            issued_on: row.issued_on,
            due_on: row.due_on,
        })
        .collect())
}
