//! How invoices stand: what of them goes beyond the tolerance of their in-kind account, and what a body's own ledger pays.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::in_kind::Side;
use super::left_to_pay::{Remainder, beyond_by_invoice};
use super::store::invoices::InvoiceRow;
use super::store::standing::{self as store, Accounts, LeftRow};
use crate::kernel::Pence;
use crate::kernel::ids::{AgreementId, BodyId, InvoiceId};
use crate::kernel::price::Settlement;
use crate::storage::{Conn, StorageError};

/// What of each of these invoices goes beyond the tolerance of its in-kind account.
pub(super) fn beyond_of(
    conn: &mut Conn,
    rows: &[InvoiceRow],
) -> Result<HashMap<InvoiceId, Pence>, StorageError> {
    let in_kind = rows.iter().filter(|row| row.settlement == Settlement::InKind);
    let accounts: HashSet<AgreementId> = in_kind.map(|row| row.agreement_id).collect();
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(beyond(&store::in_kind_left(conn, &Accounts::Of(accounts.into_iter().collect()))?))
}

/// The same for every in-kind invoice that `body` sent or was sent.
pub(super) fn beyond_of_body(
    conn: &mut Conn,
    body: BodyId,
) -> Result<HashMap<InvoiceId, Pence>, StorageError> {
    Ok(beyond(&store::in_kind_left(conn, &Accounts::OfBody(body))?))
}

fn beyond(rows: &[LeftRow]) -> HashMap<InvoiceId, Pence> {
    let mut accounts: BTreeMap<AgreementId, Vec<&LeftRow>> = BTreeMap::new();
    for row in rows {
        accounts.entry(row.agreement).or_default().push(row);
    }
    accounts.into_values().flat_map(|rows| beyond_of_account(&rows)).collect()
}

fn beyond_of_account(rows: &[&LeftRow]) -> Vec<(InvoiceId, Pence)> {
    let Some(first) = rows.first() else { return Vec::new() };
    let remainders: Vec<Remainder> = rows
        .iter()
        .map(|row| Remainder {
            invoice: row.invoice,
            given_by: if row.provider == first.provider { Side::First } else { Side::Second },
            left: row.left(),
        })
        .collect();
    beyond_by_invoice(&remainders, first.tolerance)
}

/// Those of `ids` that lines of `body`'s own ledger pay.
pub(super) fn matched_by(
    conn: &mut Conn,
    body: BodyId,
    ids: Vec<InvoiceId>,
) -> Result<HashSet<InvoiceId>, StorageError> {
    Ok(store::matched_of(conn, body, ids)?.into_iter().collect())
}
