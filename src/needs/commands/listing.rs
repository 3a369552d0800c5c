//! Listing needs, publishing and closing them.

use serde_json::{Value, json};

use crate::access::capability::ManageNeeds;
use crate::access::{CapabilityKind, Member, System, tell};
use crate::audit::{self, Event, Object};
use crate::catalogue;
use crate::catalogue::shape::Shape;
use crate::kernel::ids::{NeedId, OfferId};
use crate::kernel::{FieldError, FieldErrors, Instant, london};
use crate::needs::content::NeedContent;
use crate::needs::draft::{NeedDraft, Step};
use crate::needs::error::NeedError;
use crate::needs::state::{NeedEvent, NeedState};
use crate::needs::store::needs::{self as store, NeedRow};
use crate::needs::store::{dismissed, shortlist, versions};
use crate::storage::{Json, StorageError, Tx};

/// How many needs expire in one transaction; the worker asks again while there are some.
const AT_ONCE: i64 = 100;

/// Begins a need of one service. Nobody outside the body knows of it yet. `begun` is the id that the first page was served
/// with: whoever goes back to that page and sends it again goes on with the same draft.
pub fn start_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    begun: Option<NeedId>,
    typed: NeedDraft,
    now: Instant,
) -> Result<NeedId, NeedError> {
    let services = catalogue::queries::services(tx.conn())?;
    let service = services.iter().find(|service| service.code == typed.service);
    let (Some(service), Ok(shape)) = (service, typed.shape.parse::<Shape>()) else {
        return Err(typed.check(Step::Service, &services, london::month(now)).into());
    };
    let fresh = NeedDraft { for_offer: typed.for_offer.clone(), ..NeedDraft::of_service(service, shape) };
    let Some(id) = begun else { return begin(tx, by, NeedId::new(), &fresh, now) };
    match store::lock_owned(tx, by.body(), id)? {
        Some(row) if row.state == NeedState::Draft => {
            let before = draft_of(tx, &row)?;
            let mut draft = before.clone();
            draft.take(Step::Service, typed);
            if draft.unit.is_empty() {
                draft.unit = fresh.unit;
            }
            if draft != before {
                keep(tx, by, &row, &draft, now)?;
            }
            Ok(id)
        }
        None if store::find(tx.conn(), id)?.is_none() => begin(tx, by, id, &fresh, now),
        _ => begin(tx, by, NeedId::new(), &fresh, now),
    }
}

/// Begins a need with everything it will say.
pub fn create(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    draft: &NeedDraft,
    now: Instant,
) -> Result<NeedId, NeedError> {
    whole(tx, draft, now)?;
    begin(tx, by, NeedId::new(), draft, now)
}

/// Begins a need that says what another one of the same body says or is about to say, in whatever state that is.
pub fn copy(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    now: Instant,
) -> Result<NeedId, NeedError> {
    let row = own(tx, by, id, None)?;
    let mut draft = draft_of(tx, &row)?;
    if !draft.title.is_empty() {
        draft.title = format!("Copy of {}", draft.title).chars().take(120).collect();
    }
    begin(tx, by, NeedId::new(), &draft, now)
}

/// Keeps one page of a draft as it was typed, whether it makes sense yet or not, so that nobody has to type it again. Answers
/// what is wrong with it. Only a service that does not exist is refused.
pub fn save_step(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    (step, typed): (Step, NeedDraft),
    now: Instant,
) -> Result<FieldErrors, NeedError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(NeedEvent::Edit)?;
    let before = draft_of(tx, &row)?;
    let mut draft = before.clone();
    draft.take(step, typed);
    let services = catalogue::queries::services(tx.conn())?;
    let errors = draft.check(step, &services, london::month(now));
    if step == Step::Service && !errors.is_empty() {
        return Err(errors.into());
    }
    if errors.is_empty() || draft != before {
        keep(tx, by, &row, &draft, now)?;
    }
    Ok(errors)
}

/// Deletes a draft that was never published, with its shortlist.
pub fn delete_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), NeedError> {
    let row = own(tx, by, id, seen)?;
    if row.state != NeedState::Draft || row.published_version > 0 {
        return Err(NeedError::WasPublished);
    }
    shortlist::remove_of(tx, id)?;
    dismissed::remove_of(tx, id)?;
    store::delete(tx, &row)?;
    record(tx, by, "need.draft_deleted", id, json!({ "title": row.title }), now)
}

/// Replaces all that a draft says.
pub fn replace_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    draft: &NeedDraft,
    now: Instant,
) -> Result<(), NeedError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(NeedEvent::Edit)?;
    whole(tx, draft, now)?;
    keep(tx, by, &row, draft, now)
}

/// Forgets changes that were not published, so that the need says what its readers see.
pub fn discard_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), NeedError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(NeedEvent::Edit)?;
    if row.state == NeedState::Draft || row.draft.is_none() {
        return Err(NeedError::NothingChanged);
    }
    store::save_draft(tx, &row, None, now)?;
    record(tx, by, "need.changes_discarded", id, json!({}), now)
}

/// Makes what was prepared the version that everybody sees. Answers the version's number.
pub fn publish(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<i32, NeedError> {
    let row = own(tx, by, id, seen)?;
    let next = row.state.apply(NeedEvent::Publish)?;
    if !by.body_is_verified() {
        return Err(NeedError::NotVerified);
    }
    if row.state == NeedState::Published && row.draft.is_none() {
        return Err(NeedError::NothingChanged);
    }
    let draft = draft_of(tx, &row)?;
    let content = whole(tx, &draft, now)?;
    let number = row.published_version + 1;
    store::set_content(tx, &row, &content, next, now)?;
    versions::add(tx, id, number, &content, by.person(), now)?;
    record(tx, by, "need.published", id, json!({ "version": number, "title": content.title }), now)?;
    Ok(number)
}

/// Publishes a need, and puts the offer on its shortlist for which it was listed. Answers that offer; nothing if there is
/// none, or if it cannot be considered any more.
pub fn publish_for_shortlist(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<Option<OfferId>, NeedError> {
    let row = own(tx, by, id, seen)?;
    let offer = draft_of(tx, &row)?.for_offer.parse::<OfferId>().ok();
    publish(tx, by, id, seen, now)?;
    let Some(offer) = offer else { return Ok(None) };
    match super::shortlist(tx, by, id, offer, now) {
        Ok(()) => Ok(Some(offer)),
        Err(NeedError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// Says that somebody has been found, so that nobody else answers.
pub fn meet(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), NeedError> {
    close(tx, by, id, seen, (NeedEvent::Meet, "need.met"), now)
}

/// Takes a need back. Versions that were published stay readable.
pub fn withdraw(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), NeedError> {
    close(tx, by, id, seen, (NeedEvent::Withdraw, "need.withdrawn"), now)
}

/// Expires needs whose last month is over. Answers how many; none means that there are no more today.
pub fn expire_due(tx: &mut Tx<'_>, by: System, now: Instant) -> Result<usize, NeedError> {
    let over = store::lock_over(tx, london::month(now), AT_ONCE)?;
    for row in &over {
        let next = row.state.apply(NeedEvent::Expire)?;
        store::set_state(tx, row, next, now)?;
        let event = Event {
            actor: by.actor(),
            action: "need.expired",
            object: Object::new("need", row.id),
            seen_by: vec![row.body_id],
            data: json!({ "last_month": row.last_month }),
        };
        audit::record(tx, event, now)?;
        let subject = format!("Your need “{}” has expired", row.title);
        let text = format!(
            "The last month of “{}” is over, so nobody is shown it any more. If you still need it, give it other \
             months and publish it again. If somebody has been found, mark it as met.",
            row.title
        );
        let path = format!("/needs/{}", row.id);
        tell(tx, row.body_id, CapabilityKind::ManageNeeds, &subject, &text, &path, now)?;
    }
    Ok(over.len())
}

fn close(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
    (event, action): (NeedEvent, &'static str),
    now: Instant,
) -> Result<(), NeedError> {
    let row = own(tx, by, id, seen)?;
    let next = row.state.apply(event)?;
    store::set_state(tx, &row, next, now)?;
    record(tx, by, action, id, json!({ "was": row.state }), now)
}

/// The need of the member's own body. `seen` is the version its reader acted on; a program acts on whatever stands.
fn own(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    seen: Option<i64>,
) -> Result<NeedRow, NeedError> {
    let row = store::lock_owned(tx, by.body(), id)?.ok_or(NeedError::NotFound)?;
    match seen {
        Some(version) if version != row.version => Err(StorageError::Stale.into()),
        _ => Ok(row),
    }
}

/// What is being prepared, or what stands if nothing is.
fn draft_of(tx: &mut Tx<'_>, row: &NeedRow) -> Result<NeedDraft, NeedError> {
    if let Some(draft) = row.draft.clone() {
        return Ok(draft.read()?);
    }
    let version = versions::content(tx.conn(), row.id, row.published_version)?.ok_or(NeedError::NotFound)?;
    let services = catalogue::queries::services(tx.conn())?;
    let service = services.iter().find(|service| service.code == row.service_code);
    Ok(NeedDraft::of_content(&version.content, service))
}

fn whole(tx: &mut Tx<'_>, draft: &NeedDraft, now: Instant) -> Result<NeedContent, NeedError> {
    let services = catalogue::queries::services(tx.conn())?;
    Ok(NeedContent::of(draft, &services, london::month(now))?)
}

fn begin(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: NeedId,
    draft: &NeedDraft,
    now: Instant,
) -> Result<NeedId, NeedError> {
    let services = catalogue::queries::services(tx.conn())?;
    if !services.iter().any(|service| service.code == draft.service) {
        let error = FieldError::unknown("service", "Choose a service from the list");
        return Err(FieldErrors::from(error).into());
    }
    let row = NeedRow {
        id,
        body_id: by.body(),
        service_code: draft.service.clone(),
        title: draft.title.trim().to_owned(),
        description: String::new(),
        first_month: london::month(now),
        last_month: london::month(now),
        draft: Some(Json::of(draft)?),
        state: NeedState::Draft,
        published_version: 0,
        published_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, &row)?;
    record(tx, by, "need.begun", row.id, json!({ "service": draft.service }), now)?;
    Ok(row.id)
}

fn keep(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    row: &NeedRow,
    draft: &NeedDraft,
    now: Instant,
) -> Result<(), NeedError> {
    store::save_draft(tx, row, Some(draft), now)?;
    record(tx, by, "need.edited", row.id, json!({ "title": draft.title }), now)
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    action: &'static str,
    id: NeedId,
    data: Value,
    now: Instant,
) -> Result<(), NeedError> {
    let event =
        Event { actor: by.actor(), action, object: Object::new("need", id), seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}
