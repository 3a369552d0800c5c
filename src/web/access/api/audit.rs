//! The audit trail.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Member;
use crate::access::capability::ReadAudit;
use crate::audit::{EventFilter, EventView, queries};
use crate::kernel::{FieldError, FieldErrors, london};
use crate::web::api::{self, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEvent {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = DateTime)]
    at: String,
    /// Who did it, by the name they had then.
    actor: String,
    /// The body they acted for.
    body_name: Option<String>,
    /// What was done: `invitation.sent`.
    action: String,
    object_kind: String,
    object_id: String,
    /// Before and after, or whatever else there is to know.
    #[schema(value_type = Object)]
    data: serde_json::Value,
    /// Its place in the sealed chain; null for the seconds before it is sealed.
    seq: Option<i64>,
    hash: Option<String>,
}

impl From<EventView> for AuditEvent {
    fn from(event: EventView) -> Self {
        Self {
            id: event.id,
            at: event.at.to_rfc3339(),
            actor: event.actor,
            body_name: event.body_name,
            action: event.action,
            object_kind: event.object_kind,
            object_id: event.object_id,
            data: event.data,
            seq: event.seq,
            hash: event.hash,
        }
    }
}

/// Which events are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditFilter {
    /// Only events of this kind of thing, such as `invitation`.
    #[param(pattern = "^[a-z_]{1,40}$")]
    kind: Option<String>,
    /// The first day, in London.
    #[param(format = Date)]
    from: Option<String>,
    /// The last day, in London.
    #[param(format = Date)]
    to: Option<String>,
}

impl AuditFilter {
    fn filter(&self) -> Result<EventFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kind = errors.keep(self.kind.as_deref().map(kind).transpose());
        let from = errors.keep(self.from.as_deref().map(|raw| day("from", raw)).transpose());
        let to = errors.keep(self.to.as_deref().map(|raw| day("to", raw)).transpose());
        let filter = kind.zip(from.zip(to)).map(|(object_kind, (from, to))| EventFilter {
            object_kind,
            object_id: None,
            from: from.map(london::start_of_day),
            until: to.and_then(|day| day.succ_opt()).map(london::start_of_day),
        });
        errors.finish(filter)
    }
}

fn kind(raw: &str) -> Result<String, FieldError> {
    let fits = (1..=40).contains(&raw.len()) && raw.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if fits {
        Ok(raw.to_owned())
    } else {
        Err(FieldError::unknown("kind", "Small letters and underscores only"))
    }
}

fn day(field: &str, raw: &str) -> Result<chrono::NaiveDate, FieldError> {
    chrono::NaiveDate::parse_from_str(raw, "%Y-%m-%d")
        .ok()
        .filter(|_| raw.len() == 10)
        .ok_or_else(|| FieldError::invalid(field, "Send a date like 2026-11-04"))
}

/// What happened to your body, newest first
#[utoipa::path(
    get, path = "/audit", tag = "Access", params(AuditFilter, ListQuery),
    responses(
        (status = 200, body = List<AuditEvent>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadAudit>,
    filter: web::Query<AuditFilter>,
    list: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (filter, page, body) = (filter.filter()?, list.page()?, member.body());
    let events = cx.read(move |conn| queries::of_body(conn, body, &filter, page)).await?;
    Ok(api::list(events, AuditEvent::from))
}
