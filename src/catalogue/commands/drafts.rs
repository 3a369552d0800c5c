//! Preparing what an offer will say.

use serde_json::json;

use super::{own, partners, record};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::content::OfferContent;
use crate::catalogue::draft::{OfferDraft, Step};
use crate::catalogue::error::CatalogueError;
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::queries;
use crate::catalogue::shape::Shape;
use crate::catalogue::state::{OfferEvent, OfferState};
use crate::catalogue::store::offers::{self, OfferRow};
use crate::catalogue::store::{attachments, taxonomy, versions};
use crate::catalogue::unit_cost::TypedCosts;
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Instant, Month, Quantity, london};
use crate::storage::{Json, StorageError, Tx};

/// Begins an offer of one service. Nobody outside the body knows of it yet. `begun` is the id that the first page was served
/// with: whoever goes back to that page and sends it again goes on with the same draft.
pub fn start_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    begun: Option<OfferId>,
    (service_code, shape): (&str, &str),
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let service = known_service(tx, service_code)?;
    let shape = if shape.is_empty() { Ok(Shape::Capacity) } else { shape.parse() };
    let shape = shape.map_err(|_| {
        FieldErrors::from(FieldError::unknown(
            "shape",
            "Choose whether you offer so much a month or a whole service",
        ))
    })?;
    let fresh = OfferDraft::of_service(&service, shape);
    let Some(id) = begun else { return begin(tx, by, OfferId::new(), &fresh, now) };
    match offers::lock_owned(tx, by.body(), id)? {
        Some(row) if row.state == OfferState::Draft => {
            choose_service(tx, by, &row, fresh, now)?;
            Ok(id)
        }
        None if offers::find(tx.conn(), id)?.is_none() => begin(tx, by, id, &fresh, now),
        _ => begin(tx, by, OfferId::new(), &fresh, now),
    }
}

/// Another service for a draft that was begun with one. A page that nobody has changed yet says what the new one's template
/// says.
fn choose_service(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    row: &OfferRow,
    fresh: OfferDraft,
    now: Instant,
) -> Result<(), CatalogueError> {
    let before = draft_of(tx, row)?;
    let served = OfferDraft::of_service(&known_service(tx, &before.service)?, before.shape());
    let draft = if before == served {
        fresh
    } else {
        OfferDraft { service: fresh.service, shape: fresh.shape, ..before.clone() }
    };
    if draft == before { Ok(()) } else { keep(tx, by, row, &draft, now) }
}

/// Begins an offer with everything it will say.
pub fn create(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    draft: OfferDraft,
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let draft = partners::look_up(tx, by.body(), draft)?;
    whole(tx, &draft, now)?;
    begin(tx, by, OfferId::new(), &draft, now)
}

/// Begins an offer that says what another one of the same body says or is about to say, in whatever state that is.
pub fn copy(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let row = own(tx, by, id, None)?;
    let mut draft = draft_of(tx, &row)?;
    if !draft.title.is_empty() {
        draft.title = format!("Copy of {}", draft.title).chars().take(120).collect();
    }
    begin(tx, by, OfferId::new(), &draft, now)
}

/// A draft after one of its pages was kept.
#[derive(Clone, Debug)]
pub struct Saved {
    pub draft: OfferDraft,
    /// What is wrong on the page: it is kept as it was typed all the same.
    pub errors: FieldErrors,
    /// The page that an answer on this one has called for.
    pub called_for: Option<Step>,
}

/// Keeps one page of a draft as it was typed, whether it makes sense yet or not, so that nobody has to type it again. Only a
/// service that does not exist is refused.
pub fn save_step(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    step: Step,
    typed: OfferDraft,
    now: Instant,
) -> Result<Saved, CatalogueError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(OfferEvent::Edit)?;
    let before = draft_of(tx, &row)?;
    let mut draft = before.clone();
    draft.take(step, partners::look_up(tx, by.body(), typed)?);
    let (services, month) = (queries::services(tx.conn())?, this_month(now));
    let errors = draft.check(step, &services, month);
    if step == Step::Service && !errors.is_empty() {
        return Err(errors.into());
    }
    if errors.is_empty() || draft != before {
        keep(tx, by, &row, &draft, now)?;
    }
    let steps = draft.steps();
    // What was asked for before is asked again only where its answer does not fit any more.
    let is_open = |next: &Step| step != Step::Takes || !draft.check(*next, &services, month).is_empty();
    let called_for = step.follow_ups().iter().copied().find(|next| steps.contains(next) && is_open(next));
    Ok(Saved { draft, errors, called_for })
}

/// Keeps what a unit costs beside the draft whose price it is worked out for. It is never published.
pub fn keep_costs(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    costs: TypedCosts,
    now: Instant,
) -> Result<(), CatalogueError> {
    let row = own(tx, by, id, None)?;
    row.state.apply(OfferEvent::Edit)?;
    let before = draft_of(tx, &row)?;
    let draft = OfferDraft { costs, ..before.clone() };
    if draft == before { Ok(()) } else { keep(tx, by, &row, &draft, now) }
}

/// Deletes a draft that was never published, with its documents.
pub fn delete_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), CatalogueError> {
    let row = own(tx, by, id, seen)?;
    if row.state != OfferState::Draft || row.published_version > 0 {
        return Err(CatalogueError::WasPublished);
    }
    attachments::delete_of(tx, id)?;
    offers::delete(tx, &row)?;
    record(tx, by, "offer.draft_deleted", id, json!({ "title": row.title }), now)
}

/// Replaces all that a draft says.
pub fn replace_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    draft: OfferDraft,
    now: Instant,
) -> Result<(), CatalogueError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(OfferEvent::Edit)?;
    let draft = partners::look_up(tx, by.body(), draft)?;
    whole(tx, &draft, now)?;
    keep(tx, by, &row, &draft, now)
}

/// Forgets changes that were not published, so that the offer says what its readers see.
pub fn discard_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), CatalogueError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(OfferEvent::Edit)?;
    if row.state == OfferState::Draft || row.draft.is_none() {
        return Err(CatalogueError::NothingChanged);
    }
    offers::drop_draft(tx, &row, now)?;
    record(tx, by, "offer.changes_discarded", id, json!({}), now)
}

/// What is being prepared, or what stands if nothing is.
pub(super) fn draft_of(tx: &mut Tx<'_>, row: &OfferRow) -> Result<OfferDraft, CatalogueError> {
    if let Some(draft) = row.draft.clone() {
        return Ok(draft.read()?);
    }
    let version =
        versions::content(tx.conn(), row.id, row.published_version)?.ok_or(CatalogueError::NotFound)?;
    let service = taxonomy::find(tx.conn(), &row.service_code)?;
    Ok(OfferDraft::of_content(&version.content, service.as_ref()))
}

/// The month it is in London.
pub(super) fn this_month(now: Instant) -> Month {
    Month::of(london::date(now))
}

/// The content of a whole draft.
pub(super) fn whole(
    tx: &mut Tx<'_>,
    draft: &OfferDraft,
    now: Instant,
) -> Result<OfferContent, CatalogueError> {
    let services = queries::services(tx.conn())?;
    Ok(OfferContent::of(draft, &services, this_month(now))?)
}

fn known_service(tx: &mut Tx<'_>, code: &str) -> Result<Service, CatalogueError> {
    let unknown = || {
        let message =
            if code.is_empty() { "Choose the service you offer" } else { "Choose a service from the list" };
        FieldErrors::from(FieldError::unknown("service", message))
    };
    Ok(taxonomy::find(tx.conn(), code)?.ok_or_else(unknown)?)
}

fn begin(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    draft: &OfferDraft,
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let row = OfferRow { id, ..empty(by, draft, now)? };
    offers::insert(tx, &row)?;
    record(tx, by, "offer.begun", row.id, json!({ "service": draft.service }), now)?;
    Ok(row.id)
}

/// The row of an offer that says nothing to anybody yet. What readers would see is filled in by publishing.
fn empty(by: &Member<ManageOffers>, draft: &OfferDraft, now: Instant) -> Result<OfferRow, StorageError> {
    Ok(OfferRow {
        id: OfferId::new(),
        body_id: by.body(),
        service_code: draft.service.clone(),
        title: draft.title.trim().to_owned(),
        description: String::new(),
        unit: draft.unit_in_words().to_owned(),
        // Any above nothing: the database allows nothing in drafts alone, and a draft can be withdrawn.
        quantity_per_month: Quantity::from_whole(1),
        first_month: this_month(now),
        last_month: this_month(now),
        takes: Takes::Either,
        price_kind: None,
        price: None,
        kpis: Json(json!([])),
        calendar: Json::of(&Preset::OfficeHours.calendar(Division::EnglandAndWales))?,
        draft: Some(Json::of(draft)?),
        free_most: Quantity::ZERO,
        state: OfferState::Draft,
        published_version: 0,
        published_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
        confirmed_at: None,
        fresh_until: None,
        reminded: 0,
        terms: Json(json!({})),
        public_from: None,
        full_since: None,
        left_at: None,
    })
}

fn keep(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    row: &OfferRow,
    draft: &OfferDraft,
    now: Instant,
) -> Result<(), CatalogueError> {
    offers::save_draft(tx, row, draft, now)?;
    record(tx, by, "offer.edited", row.id, json!({ "title": draft.title }), now)
}
