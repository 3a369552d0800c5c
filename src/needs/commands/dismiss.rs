//! Suggestions that a body does not want to see again.

use serde_json::json;

use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::audit::{self, Event, Object};
use crate::catalogue;
use crate::catalogue::audience::View;
use crate::kernel::ids::{NeedId, OfferId};
use crate::kernel::{Instant, london};
use crate::needs::error::NeedError;
use crate::needs::queries;
use crate::needs::store::{dismissed, needs};
use crate::storage::Tx;

/// Keeps an offer away from the suggestions for a need. One of the two is the member's own.
pub fn dismiss(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    need: NeedId,
    offer: OfferId,
    now: Instant,
) -> Result<(), NeedError> {
    let (row, _) = needs::find(tx.conn(), need)?.ok_or(NeedError::NotFound)?;
    let view = View::of(Some(by.body()), london::date(now));
    let brief = catalogue::queries::published_brief(tx.conn(), view, offer)?.ok_or(NeedError::NoSuchOffer)?;
    let may =
        row.body_id == by.body() || brief.body == by.body() && queries::is_open_to(tx.conn(), view, need)?;
    if !may {
        return Err(NeedError::NotFound);
    }
    dismissed::add(tx, by.body(), (need, offer), now)?;
    record(tx, by, "suggestion.dismissed", (need, offer), now)
}

/// Lets an offer be suggested for a need again.
pub fn suggest_again(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    need: NeedId,
    offer: OfferId,
    now: Instant,
) -> Result<(), NeedError> {
    if !dismissed::remove(tx, by.body(), (need, offer))? {
        return Err(NeedError::NotFound);
    }
    record(tx, by, "suggestion.restored", (need, offer), now)
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    action: &'static str,
    (need, offer): (NeedId, OfferId),
    now: Instant,
) -> Result<(), NeedError> {
    let event = Event {
        actor: by.actor(),
        action,
        object: Object::new("need", need),
        seen_by: vec![by.body()],
        data: json!({ "offer": offer }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
