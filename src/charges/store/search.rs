//! Lists of invoices, narrowed, sorted and paged.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::invoices::InvoiceRow;
use crate::charges::model::{Direction, InvoiceState, Totals};
use crate::charges::queries::{InvoiceFilter, InvoiceOrder};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::price::Settlement;
use crate::kernel::{PageRequest, Pence};
use crate::storage::schema::{agreements, bodies, invoices};
use crate::storage::{Conn, StorageError, total};

type Boxed<'a> = invoices::BoxedQuery<'a, crate::storage::MultiBackend>;

/// One page of the invoices of `body`, and how many there are.
pub(in crate::charges) fn page(
    conn: &mut Conn,
    body: BodyId,
    filter: &InvoiceFilter,
    today: NaiveDate,
    page: PageRequest,
) -> Result<(Vec<InvoiceRow>, i64), StorageError> {
    let rows = ordered(narrowed(body, filter, today), filter.order)
        .limit(page.limit())
        .offset(page.offset())
        .select(InvoiceRow::as_select())
        .load(conn)?;
    Ok((rows, narrowed(body, filter, today).count().get_result(conn)?))
}

/// How many invoices `filter` leaves, and their totals.
pub(in crate::charges) fn totals(
    conn: &mut Conn,
    body: BodyId,
    filter: &InvoiceFilter,
    today: NaiveDate,
) -> Result<Totals, StorageError> {
    let count = narrowed(body, filter, today).count().get_result(conn)?;
    let (gross, set_off): (Option<i64>, Option<i64>) = narrowed(body, filter, today)
        .select((total(invoices::gross), total(invoices::set_off)))
        .get_result(conn)?;
    let (gross, set_off) = (gross.unwrap_or_default(), set_off.unwrap_or_default());
    Ok(Totals { count, gross: Pence::from_i64(gross), remains: Pence::from_i64(gross - set_off) })
}

fn narrowed<'a>(body: BodyId, filter: &InvoiceFilter, today: NaiveDate) -> Boxed<'a> {
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
    query = match filter.state {
        Some(InvoiceState::Cleared) => query.filter(invoices::set_off.eq(invoices::gross)),
        Some(InvoiceState::Open) => {
            let in_time = invoices::due_on.ge(today).or(invoices::settlement.eq(Settlement::InKind));
            query.filter(invoices::set_off.lt(invoices::gross)).filter(in_time)
        }
        Some(InvoiceState::PastDue) => {
            let late = invoices::due_on.lt(today).and(invoices::settlement.eq(Settlement::Cash));
            query.filter(invoices::set_off.lt(invoices::gross)).filter(late)
        }
        None => query,
    };
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
