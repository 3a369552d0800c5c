//! The audit trail of one's own body.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::views::{self, AuditPage};
use crate::access::Member;
use crate::access::capability::ReadAudit;
use crate::audit::{EventFilter, queries};
use crate::kernel::{FieldError, FieldErrors, Instant, PageRequest, london};
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::ui::read_date;

/// How many events a page shows.
const ON_A_PAGE: u32 = 50;

/// What the address of the trail says.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct AuditQuery {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) kind: String,
    /// The first day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) from: String,
    /// The last day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<u32>,
}

impl AuditQuery {
    pub(super) fn filter(&self) -> Result<EventFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let from = errors.keep(start_of("from", &self.from));
        let to = errors.keep(end_of("to", &self.to));
        let kind = Some(self.kind.replace('\0', "")).filter(|kind| !kind.is_empty());
        let dates = from.zip(to);
        errors.finish(dates.map(|(from, until)| EventFilter {
            object_kind: kind,
            object_id: None,
            from,
            until,
        }))
    }

    /// The same part of the trail at another address: the page, or its file.
    pub(super) fn address(&self, path: &str) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn start_of(field: &str, raw: &str) -> Result<Option<Instant>, FieldError> {
    Ok(day(field, raw)?.map(london::start_of_day))
}

/// The moment a day is over.
fn end_of(field: &str, raw: &str) -> Result<Option<Instant>, FieldError> {
    Ok(day(field, raw)?.and_then(|day| day.succ_opt()).map(london::start_of_day))
}

fn day(field: &str, raw: &str) -> Result<Option<chrono::NaiveDate>, FieldError> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let message = "Enter a date like 4 November 2026";
    read_date(raw).map(Some).ok_or_else(|| FieldError::invalid(field, message))
}

/// `GET /audit`
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadAudit>,
    query: web::Query<AuditQuery>,
) -> WebResult<HttpResponse> {
    let query = query.into_inner();
    let (filter, errors) = match query.filter() {
        Ok(filter) => (filter, FieldErrors::default()),
        Err(errors) => (EventFilter::default(), errors),
    };
    let (body, request) = (member.body(), PageRequest::new(query.page.unwrap_or(1), ON_A_PAGE));
    let (events, kinds) = cx
        .read(move |conn| {
            let kinds = queries::kinds_of_body(conn, body)?;
            Ok::<_, StorageError>((queries::of_body(conn, body, &filter, request)?, kinds))
        })
        .await?;
    let page = AuditPage { query: &query, events: &events, kinds: &kinds, errors: &errors };
    let body = views::audit_trail(&page);
    if errors.is_empty() {
        Ok(cx.page("Audit trail", body))
    } else {
        Ok(cx.invalid("Audit trail", &errors, body))
    }
}

/// `GET /audit.csv`
pub(super) async fn download(
    cx: Cx,
    member: Member<ReadAudit>,
    query: web::Query<AuditQuery>,
) -> WebResult<HttpResponse> {
    let (filter, body) = (query.filter()?, member.body());
    let events = cx.read(move |conn| every_page(|page| queries::of_body(conn, body, &filter, page))).await?;
    let header = ["When (UTC)", "Who", "For", "What", "Kind", "Id", "Details", "Place in chain", "Hash"];
    let rows = events.into_iter().map(|event| {
        vec![
            event.at.to_rfc3339(),
            event.actor,
            event.body_name.unwrap_or_default(),
            event.action,
            event.object_kind,
            event.object_id,
            event.data.to_string(),
            event.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            event.hash.unwrap_or_default(),
        ]
    });
    Ok(answer::csv("audit-trail", &header, rows))
}
