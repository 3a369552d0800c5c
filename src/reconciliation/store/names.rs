//! What supplier names were found to mean.

use diesel::prelude::*;

use crate::kernel::ids::BodyId;
use crate::kernel::{Instant, PageRequest, text};
use crate::reconciliation::model::Meaning;
use crate::reconciliation::state::Decision;
use crate::storage::schema::supplier_names;
use crate::storage::{Conn, MultiBackend, Native, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = supplier_names, treat_none_as_default_value = false)]
pub(in crate::reconciliation) struct NameRow {
    pub(in crate::reconciliation) body_id: BodyId,
    pub(in crate::reconciliation) supplier_key: String,
    pub(in crate::reconciliation) supplier_name: String,
    decision: Decision,
    counterparty_id: Option<BodyId>,
    pub(in crate::reconciliation) decided_by: String,
    pub(in crate::reconciliation) decided_at: Instant,
}

impl NameRow {
    pub(in crate::reconciliation) fn new(
        body: BodyId,
        (key, name): (String, String),
        meaning: Meaning,
        (by, now): (&str, Instant),
    ) -> Self {
        let (decision, counterparty_id) = match meaning {
            Meaning::Body(id) => (Decision::Body, Some(id)),
            Meaning::NotABody => (Decision::NotABody, None),
        };
        Self {
            body_id: body,
            supplier_key: key,
            supplier_name: name,
            decision,
            counterparty_id,
            decided_by: by.to_owned(),
            decided_at: now,
        }
    }

    pub(in crate::reconciliation) fn meaning(&self) -> Meaning {
        self.counterparty_id.map_or(Meaning::NotABody, Meaning::Body)
    }
}

pub(in crate::reconciliation) fn find(
    conn: &mut Conn,
    body: BodyId,
    key: &str,
) -> Result<Option<NameRow>, StorageError> {
    Ok(supplier_names::table.find((body, key)).select(NameRow::as_select()).first(conn).optional()?)
}

/// Writes a decision over the one before.
pub(in crate::reconciliation) fn put(tx: &mut Tx<'_>, row: &NameRow) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(supplier_names::table)
            .values(row)
            .on_conflict((supplier_names::body_id, supplier_names::supplier_key))
            .do_update()
            .set((
                supplier_names::decision.eq(row.decision),
                supplier_names::counterparty_id.eq(row.counterparty_id),
                supplier_names::decided_by.eq(&row.decided_by),
                supplier_names::decided_at.eq(row.decided_at),
            )),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Decisions of a body, the latest first, narrowed to names that hold every word of `search`.
pub(in crate::reconciliation) fn list(
    conn: &mut Conn,
    body: BodyId,
    search: &str,
    page: PageRequest,
) -> Result<(Vec<NameRow>, i64), StorageError> {
    let query = || -> supplier_names::BoxedQuery<'static, MultiBackend> {
        let all = supplier_names::table.filter(supplier_names::body_id.eq(body)).into_boxed();
        // The words hold letters and digits only, so none of them means anything to LIKE.
        text::words(search).into_iter().fold(all, |query, word| {
            query.filter(supplier_names::supplier_key.like(format!("%{}%", word.to_uppercase())))
        })
    };
    let rows = query()
        .order((supplier_names::decided_at.desc(), supplier_names::supplier_key))
        .limit(page.limit())
        .offset(page.offset())
        .select(NameRow::as_select())
        .load(conn)?;
    Ok((rows, query().count().get_result(conn)?))
}

/// The bodies that any supplier name of a ledger means.
pub(in crate::reconciliation) fn counterparties(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<BodyId>, StorageError> {
    Ok(supplier_names::table
        .filter(supplier_names::body_id.eq(body))
        .filter(supplier_names::decision.eq(Decision::Body))
        .select(supplier_names::counterparty_id.assume_not_null())
        .distinct()
        .load(conn)?)
}
