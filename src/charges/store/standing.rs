//! What in-kind invoices have left after their set-off, and which invoices a body's own ledger pays.

use diesel::prelude::*;

use crate::kernel::Pence;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId};
use crate::kernel::price::Settlement;
use crate::storage::schema::{agreements, invoices, ledger_matches};
use crate::storage::{Conn, StorageError};

/// What an in-kind invoice has left after its set-off.
#[derive(Clone, Debug, Queryable)]
pub(in crate::charges) struct LeftRow {
    pub(in crate::charges) agreement: AgreementId,
    pub(in crate::charges) tolerance: Pence,
    pub(in crate::charges) invoice: InvoiceId,
    pub(in crate::charges) provider: BodyId,
    gross: Pence,
    set_off: Pence,
}

impl LeftRow {
    pub(in crate::charges) fn left(&self) -> Pence {
        Pence::from_i64(self.gross.to_i64() - self.set_off.to_i64())
    }
}

/// Whose in-kind accounts are looked at.
#[derive(Clone, Debug)]
pub(in crate::charges) enum Accounts {
    Of(Vec<AgreementId>),
    OfBody(BodyId),
}

/// The in-kind invoices that a set-off has not cleared, account by account and in each the oldest first.
pub(in crate::charges) fn in_kind_left(
    conn: &mut Conn,
    accounts: &Accounts,
) -> Result<Vec<LeftRow>, StorageError> {
    let mut query = invoices::table
        .inner_join(agreements::table)
        .filter(invoices::settlement.eq(Settlement::InKind))
        .filter(invoices::set_off.lt(invoices::gross))
        .into_boxed();
    query = match accounts {
        Accounts::Of(ids) => query.filter(invoices::agreement_id.eq_any(ids.clone())),
        Accounts::OfBody(body) => {
            query.filter(invoices::provider_id.eq(*body).or(invoices::consumer_id.eq(*body)))
        }
    };
    Ok(query
        .order((invoices::agreement_id, invoices::month, invoices::number))
        .select((
            invoices::agreement_id,
            agreements::tolerance,
            invoices::id,
            invoices::provider_id,
            invoices::gross,
            invoices::set_off,
        ))
        .load(conn)?)
}

/// The invoices that lines of this body's own ledger pay, to be part of another query.
#[diesel::dsl::auto_type(no_type_alias)]
pub(in crate::charges) fn matched(body: BodyId) -> _ {
    ledger_matches::table
        .filter(ledger_matches::body_id.eq(body))
        .filter(ledger_matches::undone_at.is_null())
        .select(ledger_matches::invoice_id)
}

/// Those of `ids` that lines of this body's own ledger pay.
pub(in crate::charges) fn matched_of(
    conn: &mut Conn,
    body: BodyId,
    ids: Vec<InvoiceId>,
) -> Result<Vec<InvoiceId>, StorageError> {
    Ok(matched(body).filter(ledger_matches::invoice_id.eq_any(ids)).load(conn)?)
}
