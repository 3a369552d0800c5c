//! Needs as their owners see them, one at a time.

use diesel::prelude::*;

use crate::kernel::ids::{BodyId, NeedId};
use crate::kernel::{Instant, Month};
use crate::needs::content::NeedContent;
use crate::needs::draft::NeedDraft;
use crate::needs::state::NeedState;
use crate::storage::schema::{bodies, needs};
use crate::storage::{Conn, Json, LockExt, StorageError, Tx};

/// A need as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = needs, treat_none_as_default_value = false)]
pub(in crate::needs) struct NeedRow {
    pub(in crate::needs) id: NeedId,
    pub(in crate::needs) body_id: BodyId,
    pub(in crate::needs) service_code: String,
    pub(in crate::needs) title: String,
    pub(in crate::needs) description: String,
    pub(in crate::needs) first_month: Month,
    pub(in crate::needs) last_month: Month,
    pub(in crate::needs) draft: Option<Json>,
    pub(in crate::needs) state: NeedState,
    pub(in crate::needs) published_version: i32,
    pub(in crate::needs) published_at: Option<Instant>,
    pub(in crate::needs) version: i64,
    pub(in crate::needs) created_at: Instant,
    pub(in crate::needs) updated_at: Instant,
}

/// A need with the name of its body.
pub(in crate::needs) fn find(conn: &mut Conn, id: NeedId) -> Result<Option<(NeedRow, String)>, StorageError> {
    Ok(needs::table
        .inner_join(bodies::table)
        .filter(needs::id.eq(id))
        .select((NeedRow::as_select(), bodies::name))
        .first(conn)
        .optional()?)
}

/// A need of `body`, held against everybody else until the transaction ends.
pub(in crate::needs) fn lock_owned(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: NeedId,
) -> Result<Option<NeedRow>, StorageError> {
    Ok(needs::table
        .filter(needs::id.eq(id))
        .filter(needs::body_id.eq(body))
        .select(NeedRow::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

/// Published needs whose last month is before `month`, held until the transaction ends.
pub(in crate::needs) fn lock_over(
    tx: &mut Tx<'_>,
    month: Month,
    most: i64,
) -> Result<Vec<NeedRow>, StorageError> {
    Ok(needs::table
        .filter(needs::state.eq(NeedState::Published))
        .filter(needs::last_month.lt(month))
        .order(needs::id)
        .limit(most)
        .select(NeedRow::as_select())
        .locked()
        .get_results(tx.conn())?)
}

pub(in crate::needs) fn insert(tx: &mut Tx<'_>, row: &NeedRow) -> Result<(), StorageError> {
    diesel::insert_into(needs::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Keeps what is being prepared. A need that was never published is listed under what its draft says.
pub(in crate::needs) fn save_draft(
    tx: &mut Tx<'_>,
    row: &NeedRow,
    draft: Option<&NeedDraft>,
    now: Instant,
) -> Result<(), StorageError> {
    let (title, service) = match draft.filter(|_| row.state == NeedState::Draft) {
        Some(draft) => (draft.title.trim(), draft.service.as_str()),
        None => (row.title.as_str(), row.service_code.as_str()),
    };
    one_changed(
        diesel::update(needs::table.find(row.id))
            .filter(needs::version.eq(row.version))
            .set((
                needs::draft.eq(draft.map(Json::of).transpose()?),
                needs::title.eq(title),
                needs::service_code.eq(service),
                needs::version.eq(row.version + 1),
                needs::updated_at.eq(now),
            ))
            .execute(tx.conn())?,
    )
}

/// Deletes a need of which nothing was ever published.
pub(in crate::needs) fn delete(tx: &mut Tx<'_>, row: &NeedRow) -> Result<(), StorageError> {
    let same = needs::table.find(row.id).filter(needs::version.eq(row.version));
    one_changed(diesel::delete(same).execute(tx.conn())?)
}

/// Makes `content` what readers see.
pub(in crate::needs) fn set_content(
    tx: &mut Tx<'_>,
    row: &NeedRow,
    content: &NeedContent,
    next: NeedState,
    now: Instant,
) -> Result<(), StorageError> {
    one_changed(
        diesel::update(needs::table.find(row.id))
            .filter(needs::version.eq(row.version))
            .set((
                needs::service_code.eq(&content.service_code),
                needs::title.eq(&content.title),
                needs::description.eq(&content.description),
                needs::first_month.eq(content.first_month),
                needs::last_month.eq(content.last_month),
                needs::draft.eq(None::<Json>),
                needs::state.eq(next),
                needs::published_version.eq(row.published_version + 1),
                needs::published_at.eq(Some(now)),
                needs::version.eq(row.version + 1),
                needs::updated_at.eq(now),
            ))
            .execute(tx.conn())?,
    )
}

pub(in crate::needs) fn set_state(
    tx: &mut Tx<'_>,
    row: &NeedRow,
    next: NeedState,
    now: Instant,
) -> Result<(), StorageError> {
    one_changed(
        diesel::update(needs::table.find(row.id))
            .filter(needs::version.eq(row.version))
            .set((needs::state.eq(next), needs::version.eq(row.version + 1), needs::updated_at.eq(now)))
            .execute(tx.conn())?,
    )
}

fn one_changed(changed: usize) -> Result<(), StorageError> {
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
