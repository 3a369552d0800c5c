//! Signatures: one body signs one proposal once, which the primary key says as well.

use diesel::prelude::*;

use crate::agreements::model::SignatureView;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, ProposalId};
use crate::storage::schema::signatures;
use crate::storage::{Conn, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = signatures, treat_none_as_default_value = false)]
pub(in crate::agreements) struct SignatureRow {
    pub(in crate::agreements) proposal_id: ProposalId,
    pub(in crate::agreements) body_id: BodyId,
    pub(in crate::agreements) person_id: Option<PersonId>,
    pub(in crate::agreements) signatory: String,
    pub(in crate::agreements) sha256: String,
    pub(in crate::agreements) signed_at: Instant,
}

pub(in crate::agreements) fn insert(tx: &mut Tx<'_>, row: &SignatureRow) -> Result<(), StorageError> {
    diesel::insert_into(signatures::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Who has signed, first signature first.
pub(in crate::agreements) fn of_proposal(
    conn: &mut Conn,
    proposal: ProposalId,
) -> Result<Vec<SignatureView>, StorageError> {
    let rows: Vec<SignatureRow> = signatures::table
        .filter(signatures::proposal_id.eq(proposal))
        .order((signatures::signed_at, signatures::body_id))
        .select(SignatureRow::as_select())
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| SignatureView {
            body: row.body_id,
            signatory: row.signatory,
            sha256: row.sha256,
            signed_at: row.signed_at,
        })
        .collect())
}

/// Those of `proposals` that `body` has signed.
pub(in crate::agreements) fn signed_by(
    conn: &mut Conn,
    body: BodyId,
    proposals: &[ProposalId],
) -> Result<Vec<ProposalId>, StorageError> {
    Ok(signatures::table
        .filter(signatures::body_id.eq(body))
        .filter(signatures::proposal_id.eq_any(proposals.to_vec()))
        .select(signatures::proposal_id)
        .load(conn)?)
}
