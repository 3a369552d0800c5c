//! Preparing what an offer will say.

use serde_json::json;

use super::attachments::copy_attachments;
use super::{look_up_partners, own, record};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::bodies;
use crate::catalogue::another_service::Swapped;
use crate::catalogue::content::OfferContent;
use crate::catalogue::draft::{OfferDraft, Step};
use crate::catalogue::error::CatalogueError;
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::queries;
use crate::catalogue::shape::Shape;
use crate::catalogue::state::{OfferEvent, OfferState};
use crate::catalogue::store::offers::{self, OfferRow};
use crate::catalogue::store::{taxonomy, versions};
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Instant, Month, Quantity, london};
use crate::storage::{Json, StorageError, Tx};

/// The same draft with every partner that was named looked up.
fn named(tx: &mut Tx<'_>, by: &Member<ManageOffers>, draft: OfferDraft) -> Result<OfferDraft, StorageError> {
    let seen_by = look_up_partners(tx, by.body(), draft.seen_by)?;
    Ok(OfferDraft { seen_by, ..draft })
}

/// Begins an offer of one service. Nobody outside the body knows of it yet.
pub fn start_draft(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    service_code: &str,
    shape: &str,
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
    let division = division_of(tx, by)?;
    begin(tx, by, &OfferDraft::of_service(&service, shape, division), now)
}

/// The bank holidays that the member's body keeps, by the nation it is in.
fn division_of(tx: &mut Tx<'_>, by: &Member<ManageOffers>) -> Result<Division, StorageError> {
    let body = bodies::queries::brief(tx.conn(), by.body())?;
    Ok(body.map_or(Division::EnglandAndWales, |body| Division::of_nation(&body.nation)))
}

/// Begins an offer with everything it will say.
pub fn create(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    draft: OfferDraft,
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let draft = named(tx, by, draft)?;
    whole(tx, &draft, now)?;
    begin(tx, by, &draft, now)
}

/// An offer that was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    pub id: OfferId,
    /// How many documents of the other had no room among those of the body.
    pub left_out: usize,
}

/// Begins an offer that says what another one of the same body says or is about to say, in whatever state that is, with
/// the same documents beside it.
pub fn copy(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    now: Instant,
) -> Result<Copied, CatalogueError> {
    let row = own(tx, by, id, None)?;
    let mut draft = draft_of(tx, &row)?;
    if !draft.title.is_empty() {
        draft.title = format!("Copy of {}", draft.title).chars().take(120).collect();
    }
    let copied = begin(tx, by, &draft, now)?;
    let left_out = copy_attachments(tx, by, (id, copied), now)?;
    Ok(Copied { id: copied, left_out })
}

/// A draft after a page of it was kept.
#[derive(Clone, Debug)]
pub struct SavedStep {
    pub draft: OfferDraft,
    /// What choosing another service did to what the draft said already.
    pub swapped: Swapped,
}

/// Keeps one page of a draft, once everything on that page makes sense. Answers the draft as it is now.
pub fn save_step(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    step: Step,
    typed: OfferDraft,
    now: Instant,
) -> Result<SavedStep, CatalogueError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(OfferEvent::Edit)?;
    let mut draft = draft_of(tx, &row)?;
    let (service, shape) = (draft.service.clone(), draft.shape());
    draft.take(step, named(tx, by, typed)?);
    let services = queries::services(tx.conn())?;
    let errors = draft.check(step, &services, this_month(now));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut swapped = Swapped::default();
    let chosen = services.iter().find(|known| known.code == draft.service);
    if let Some(chosen) = chosen.filter(|_| service != draft.service || shape != draft.shape()) {
        let before = services.iter().find(|known| known.code == service);
        swapped = draft.fill_in_again((before, shape), chosen, division_of(tx, by)?);
    }
    keep(tx, by, &row, &draft, now)?;
    Ok(SavedStep { draft, swapped })
}

/// Keeps one page of a draft as it was typed, whether it makes sense yet or not: its writer goes somewhere else for a moment.
pub fn keep_typed(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    step: Step,
    typed: OfferDraft,
    now: Instant,
) -> Result<(), CatalogueError> {
    let row = own(tx, by, id, seen)?;
    row.state.apply(OfferEvent::Edit)?;
    let before = draft_of(tx, &row)?;
    let mut draft = before.clone();
    draft.take(step, typed);
    if draft == before { Ok(()) } else { keep(tx, by, &row, &draft, now) }
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
    let draft = named(tx, by, draft)?;
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
    draft: &OfferDraft,
    now: Instant,
) -> Result<OfferId, CatalogueError> {
    let row = empty(by, draft, now)?;
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
        entered_at: None,
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
