//! Offers on shortlists that are not any more what whoever put them there was last told.

use diesel::prelude::*;

use crate::catalogue::{OfferContent, OfferState};
use crate::kernel::ids::{BodyId, NeedId, OfferId, PersonId};
use crate::needs::shortlist::ListedChange;
use crate::needs::state::NeedState;
use crate::storage::schema::{bodies, needs, offer_versions, offers, shortlist_items};
use crate::storage::{Conn, Json, StorageError, Tx};

type Row = (
    (NeedId, OfferId, i32, Option<PersonId>, i32, OfferState),
    (BodyId, String),
    (i32, OfferState),
    String,
    Json,
);

/// Those of needs that are not closed, `most` at once.
pub(in crate::needs) fn changed(conn: &mut Conn, most: i64) -> Result<Vec<ListedChange>, StorageError> {
    let held = offer_versions::offer_id
        .eq(shortlist_items::offer_id)
        .and(offer_versions::number.eq(shortlist_items::offer_version));
    let differs = offers::published_version
        .ne(shortlist_items::told_version)
        .or(offers::state.ne(shortlist_items::told_state));
    let rows: Vec<Row> = shortlist_items::table
        .inner_join(offers::table.on(offers::id.eq(shortlist_items::offer_id)))
        .inner_join(needs::table.on(needs::id.eq(shortlist_items::need_id)))
        .inner_join(bodies::table.on(bodies::id.eq(offers::body_id)))
        .inner_join(offer_versions::table.on(held))
        .filter(needs::state.eq_any([NeedState::Draft, NeedState::Published]))
        .filter(differs)
        .order((shortlist_items::need_id, shortlist_items::offer_id))
        .limit(most)
        .select((
            (
                shortlist_items::need_id,
                shortlist_items::offer_id,
                shortlist_items::offer_version,
                shortlist_items::added_by,
                shortlist_items::told_version,
                shortlist_items::told_state,
            ),
            (needs::body_id, needs::title),
            (offers::published_version, offers::state),
            bodies::name,
            offer_versions::content,
        ))
        .load(conn)?;
    let change = |(item, need, offer, body_name, content): Row| {
        let (need_id, offer_id, held, added_by, told_version, told_state) = item;
        let content: OfferContent = content.read()?;
        Ok(ListedChange {
            need: need_id,
            need_body: need.0,
            need_title: need.1,
            offer: offer_id,
            title: content.title,
            body_name,
            held,
            latest: offer.0,
            state: offer.1,
            told_version,
            told_state,
            added_by,
        })
    };
    rows.into_iter().map(change).collect()
}

/// Notes that a change is told; `false` if somebody else has noted it meanwhile.
pub(in crate::needs) fn set_told(tx: &mut Tx<'_>, change: &ListedChange) -> Result<bool, StorageError> {
    let noted = diesel::update(shortlist_items::table.find((change.need, change.offer)))
        .filter(shortlist_items::told_version.eq(change.told_version))
        .filter(shortlist_items::told_state.eq(change.told_state))
        .set((shortlist_items::told_version.eq(change.latest), shortlist_items::told_state.eq(change.state)))
        .execute(tx.conn())?;
    Ok(noted == 1)
}
