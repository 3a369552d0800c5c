//! Versions of proposals. Only a draft, number 0, is ever written over.

use diesel::prelude::*;

use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, ProposalId};
use crate::negotiation::model::{Parties, Version};
use crate::storage::schema::proposal_versions;
use crate::storage::{Conn, Json, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = proposal_versions)]
struct VersionRow {
    proposal_id: ProposalId,
    number: i32,
    by_body_id: BodyId,
    author: String,
    terms: Json,
    message: String,
    proposer_name: String,
    partner_name: String,
    created_at: Instant,
}

pub(in crate::negotiation) fn insert(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
    version: &Version,
) -> Result<(), StorageError> {
    let row = VersionRow {
        proposal_id: proposal,
        number: version.number,
        by_body_id: version.by,
        author: version.author.clone(),
        terms: Json::of(&version.terms)?,
        message: version.message.clone(),
        proposer_name: version.parties.proposer_name.clone(),
        partner_name: version.parties.partner_name.clone(),
        created_at: version.created_at,
    };
    diesel::insert_into(proposal_versions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Takes the draft away, before it is written anew or sent as the first version.
pub(in crate::negotiation) fn remove_draft(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
) -> Result<(), StorageError> {
    diesel::delete(proposal_versions::table)
        .filter(proposal_versions::proposal_id.eq(proposal))
        .filter(proposal_versions::number.eq(0))
        .execute(tx.conn())?;
    Ok(())
}

pub(in crate::negotiation) fn find(
    conn: &mut Conn,
    parties: &Parties,
    proposal: ProposalId,
    number: i32,
) -> Result<Option<Version>, StorageError> {
    let row: Option<VersionRow> = proposal_versions::table
        .find((proposal, number))
        .select(VersionRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| view(row, parties)).transpose()
}

/// Every version, latest first.
pub(in crate::negotiation) fn all(
    conn: &mut Conn,
    parties: &Parties,
    proposal: ProposalId,
) -> Result<Vec<Version>, StorageError> {
    const MOST: i64 = 500;
    let rows: Vec<VersionRow> = proposal_versions::table
        .filter(proposal_versions::proposal_id.eq(proposal))
        .order(proposal_versions::number.desc())
        .limit(MOST)
        .select(VersionRow::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| view(row, parties)).collect()
}

fn view(row: VersionRow, parties: &Parties) -> Result<Version, StorageError> {
    Ok(Version {
        number: row.number,
        by: row.by_body_id,
        author: row.author,
        terms: row.terms.read()?,
        message: row.message,
        parties: Parties {
            proposer: parties.proposer,
            proposer_name: row.proposer_name,
            partner: parties.partner,
            partner_name: row.partner_name,
        },
        created_at: row.created_at,
    })
}
