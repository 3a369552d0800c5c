//! Putting offers on the shortlist of a need, noting what was decided, and taking them off again.

use serde_json::{Value, json};

use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::audit::{self, Event, Object};
use crate::catalogue;
use crate::catalogue::audience::View;
use crate::kernel::ids::{NeedId, OfferId};
use crate::kernel::{Instant, london};
use crate::needs::error::NeedError;
use crate::needs::shortlist::{Decision, MOST, Noted, parse_removal};
use crate::needs::store::needs;
use crate::needs::store::shortlist::{self as store, Held};
use crate::storage::{StorageError, Tx};

/// Puts an offer of the catalogue on the shortlist, as it stands now.
pub fn shortlist(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    need: NeedId,
    offer: OfferId,
    now: Instant,
) -> Result<(), NeedError> {
    // The need is held, so that two who add at once do not pass the limit together.
    needs::lock_owned(tx, by.body(), need)?.ok_or(NeedError::NotFound)?;
    let view = View::of(Some(by.body()), london::date(now));
    let brief = catalogue::queries::published_brief(tx.conn(), view, offer)?.ok_or(NeedError::NoSuchOffer)?;
    if brief.body == by.body() {
        return Err(NeedError::OwnOffer);
    }
    let (count, is_there) = store::count(tx.conn(), need, offer)?;
    if is_there {
        return Err(NeedError::OnShortlist);
    }
    if count >= i64::try_from(MOST).unwrap_or(i64::MAX) {
        return Err(NeedError::ShortlistFull);
    }
    store::add(tx, need, offer, by.person(), now)?;
    record(tx, by, "shortlist.added", need, json!({ "offer": offer, "title": brief.title }), now)
}

/// Notes what was decided about an offer on the shortlist. `seen` is the version its reader acted on.
pub fn note(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    (need, offer): (NeedId, OfferId),
    seen: Option<i64>,
    noted: &Noted,
    now: Instant,
) -> Result<(), NeedError> {
    let held = on_list(tx, by, need, offer)?;
    if seen.is_some_and(|seen| seen != held.version) {
        return Err(StorageError::Stale.into());
    }
    let is_as_before = (held.decision, held.reason.as_str()) == (noted.decision, noted.reason.as_str());
    let decided = match noted.decision {
        Decision::Considering => None,
        // Whoever writes a note beside a decision has not decided again.
        Decision::Chosen | Decision::NotTaken if is_as_before => held.decided_by.zip(held.decided_at),
        Decision::Chosen | Decision::NotTaken => Some((by.person(), now)),
    };
    store::note(tx, (need, offer), noted, decided, held.version, now)?;
    let data = json!({ "offer": offer, "decision": noted.decision, "reason": noted.reason });
    record(tx, by, "shortlist.noted", need, data, now)
}

/// Takes an offer off the shortlist. Why stays on record: what is typed, or else what was noted of it.
pub fn remove(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    (need, offer): (NeedId, OfferId),
    typed: &str,
    now: Instant,
) -> Result<(), NeedError> {
    let held = on_list(tx, by, need, offer)?;
    let reason = parse_removal(typed, &held.reason)?;
    store::remove(tx, (need, offer), &held, &reason, by.person(), now)?;
    record(tx, by, "shortlist.removed", need, json!({ "offer": offer, "reason": reason }), now)
}

fn on_list(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    need: NeedId,
    offer: OfferId,
) -> Result<Held, NeedError> {
    needs::lock_owned(tx, by.body(), need)?.ok_or(NeedError::NotFound)?;
    store::lock(tx, need, offer)?.ok_or(NeedError::NotFound)
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    action: &'static str,
    need: NeedId,
    data: Value,
    now: Instant,
) -> Result<(), NeedError> {
    let event = Event {
        actor: by.actor(),
        action,
        object: Object::new("need", need),
        seen_by: vec![by.body()],
        data,
    };
    audit::record(tx, event, now)?;
    Ok(())
}
