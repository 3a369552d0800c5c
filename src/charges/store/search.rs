//! Lists of invoices, narrowed, sorted and paged.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::invoices::InvoiceRow;
use super::standing::matched;
use crate::charges::model::{Direction, InvoiceState, Totals};
use crate::charges::queries::{InvoiceFilter, InvoiceOrder};
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId};
use crate::kernel::price::Settlement;
use crate::kernel::{PageRequest, Pence};
use crate::storage::schema::{agreements, bodies, invoices};
use crate::storage::{Conn, StorageError, total};

type Boxed<'a> = invoices::BoxedQuery<'a, crate::storage::MultiBackend>;

/// Where the reader stands: its own body, its day, and what its in-kind accounts are beyond their tolerance.
#[derive(Clone, Copy, Debug)]
pub(in crate::charges) struct Reader<'a> {
    pub(in crate::charges) body: BodyId,
    pub(in crate::charges) today: NaiveDate,
    pub(in crate::charges) beyond: &'a HashMap<InvoiceId, Pence>,
}

impl Reader<'_> {
    fn beyond_ids(&self) -> Vec<InvoiceId> {
        self.beyond.keys().copied().collect()
    }
}

/// One page of the invoices of `body`, and how many there are.
pub(in crate::charges) fn page(
    conn: &mut Conn,
    reader: Reader<'_>,
    filter: &InvoiceFilter,
    page: PageRequest,
) -> Result<(Vec<InvoiceRow>, i64), StorageError> {
    let rows = ordered(narrowed(reader, filter), filter.order)
        .limit(page.limit())
        .offset(page.offset())
        .select(InvoiceRow::as_select())
        .load(conn)?;
    Ok((rows, narrowed(reader, filter).count().get_result(conn)?))
}

/// How many invoices `filter` leaves, and their totals. What is left to pay follows `charges::left_to_pay`.
pub(in crate::charges) fn totals(
    conn: &mut Conn,
    reader: Reader<'_>,
    filter: &InvoiceFilter,
) -> Result<Totals, StorageError> {
    let (count, gross): (i64, Option<i64>) = narrowed(reader, filter)
        .select((diesel::dsl::count_star(), total(invoices::gross)))
        .get_result(conn)?;
    let (cash_count, cash, cash_set_off): (i64, Option<i64>, Option<i64>) = narrowed(reader, filter)
        .filter(invoices::settlement.eq(Settlement::Cash))
        .filter(invoices::set_off.lt(invoices::gross))
        .filter(invoices::id.ne_all(matched(reader.body)))
        .select((diesel::dsl::count_star(), total(invoices::gross), total(invoices::set_off)))
        .get_result(conn)?;
    let in_kind: Vec<InvoiceId> = narrowed(reader, filter)
        .filter(invoices::id.eq_any(reader.beyond_ids()))
        .select(invoices::id)
        .load(conn)?;
    let beyond = in_kind.iter().filter_map(|id| reader.beyond.get(id)).map(|amount| amount.to_i64());
    let cash = cash.unwrap_or_default() - cash_set_off.unwrap_or_default();
    Ok(Totals {
        count,
        gross: Pence::from_i64(gross.unwrap_or_default()),
        to_pay: Pence::from_i64(beyond.fold(cash, i64::saturating_add)),
        to_pay_count: cash_count + i64::try_from(in_kind.len()).unwrap_or_default(),
    })
}

fn narrowed<'a>(reader: Reader<'_>, filter: &InvoiceFilter) -> Boxed<'a> {
    let body = reader.body;
    let mut query = invoices::table.into_boxed();
    query = match filter.direction {
        Some(Direction::Out) => query.filter(invoices::provider_id.eq(body)),
        Some(Direction::In) => query.filter(invoices::consumer_id.eq(body)),
        None => query.filter(invoices::provider_id.eq(body).or(invoices::consumer_id.eq(body))),
    };
    if let Some(partner) = filter.partner {
        query = query.filter(invoices::provider_id.eq(partner).or(invoices::consumer_id.eq(partner)));
    }
    if let Some(month) = filter.month {
        query = query.filter(invoices::month.eq(month));
    }
    if let Some(agreement) = filter.agreement {
        query = query.filter(invoices::agreement_id.eq(agreement));
    }
    if let Some(state) = filter.state {
        query = in_state(query, reader, state);
    }
    match pattern(&filter.text) {
        Some(pattern) => {
            let agreements =
                agreements::table.filter(agreements::reference.like(pattern.clone())).select(agreements::id);
            query.filter(
                invoices::number
                    .like(pattern.clone())
                    .or(invoices::po_ref.like(pattern))
                    .or(invoices::agreement_id.eq_any(agreements)),
            )
        }
        None => query,
    }
}

/// The states of `InvoiceView::state`, as conditions.
fn in_state<'a>(query: Boxed<'a>, reader: Reader<'_>, state: InvoiceState) -> Boxed<'a> {
    use InvoiceState as S;
    if state == S::Cleared {
        return query.filter(invoices::set_off.eq(invoices::gross));
    }
    let query = query.filter(invoices::set_off.lt(invoices::gross));
    let unpaid_cash =
        || invoices::settlement.eq(Settlement::Cash).and(invoices::id.ne_all(matched(reader.body)));
    match state {
        S::Cleared => query,
        S::Open => query.filter(
            unpaid_cash().and(invoices::due_on.ge(reader.today)).or(invoices::id.eq_any(reader.beyond_ids())),
        ),
        S::PastDue => query.filter(unpaid_cash()).filter(invoices::due_on.lt(reader.today)),
        S::Matched => query
            .filter(invoices::id.eq_any(matched(reader.body)))
            .filter(invoices::id.ne_all(reader.beyond_ids())),
        S::OnAccount => query
            .filter(invoices::settlement.eq(Settlement::InKind))
            .filter(invoices::id.ne_all(reader.beyond_ids()))
            .filter(invoices::id.ne_all(matched(reader.body))),
    }
}

/// Numbers and references are written in capitals, so that is how they are looked for on both databases. The signs
/// that mean something in a pattern are in none of them.
fn pattern(text: &str) -> Option<String> {
    let word: String = text
        .trim()
        .to_uppercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || "-/. ".contains(*letter))
        .collect();
    (!word.is_empty()).then(|| format!("%{word}%"))
}

fn ordered(query: Boxed<'_>, order: InvoiceOrder) -> Boxed<'_> {
    use InvoiceOrder as O;
    match order {
        O::Newest => query.order((invoices::issued_on.desc(), invoices::number.desc(), invoices::id)),
        O::Oldest => query.order((invoices::issued_on.asc(), invoices::number.asc(), invoices::id)),
        O::Number => query.order((invoices::number.asc(), invoices::id)),
        O::Largest => query.order((invoices::gross.desc(), invoices::number.asc(), invoices::id)),
        O::DueFirst => query.order((invoices::due_on.asc(), invoices::number.asc(), invoices::id)),
    }
}

/// The names of some bodies.
pub(in crate::charges) fn names(
    conn: &mut Conn,
    of: Vec<BodyId>,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    Ok(bodies::table.filter(bodies::id.eq_any(of)).select((bodies::id, bodies::name)).load(conn)?)
}

/// The references of some agreements.
pub(in crate::charges) fn references(
    conn: &mut Conn,
    of: Vec<AgreementId>,
) -> Result<Vec<(AgreementId, String)>, StorageError> {
    Ok(agreements::table
        .filter(agreements::id.eq_any(of))
        .select((agreements::id, agreements::reference))
        .load(conn)?)
}

/// Every body that `body` has an invoice with, by name.
pub(in crate::charges) fn partners(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    let consumers: Vec<BodyId> = invoices::table
        .filter(invoices::provider_id.eq(body))
        .select(invoices::consumer_id)
        .distinct()
        .load(conn)?;
    let providers: Vec<BodyId> = invoices::table
        .filter(invoices::consumer_id.eq(body))
        .select(invoices::provider_id)
        .distinct()
        .load(conn)?;
    let mut partners = names(conn, consumers.into_iter().chain(providers).collect())?;
    partners.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(partners)
}
