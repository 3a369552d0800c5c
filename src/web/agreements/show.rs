//! One agreement.

use actix_web::{HttpResponse, web};

use super::sign::download;
use super::views::{self, AgreementPage};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::publication::Publication;
use crate::agreements::queries;
use crate::audit;
use crate::kernel::PageRequest;
use crate::kernel::ids::AgreementId;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};

/// How many events the timeline shows.
const EVENTS: u32 = 50;

/// `GET /agreements/{id}`
pub(super) async fn show(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<AgreementId>,
) -> WebResult<HttpResponse> {
    let (id, viewer) = (id.into_inner(), by.body());
    let found = cx
        .read(move |conn| {
            let Some(agreement) = queries::agreement_of_party(conn, viewer, id)? else { return Ok(None) };
            let page = PageRequest::first(EVENTS);
            let mut events =
                audit::queries::of_object(conn, viewer, "agreement", &id.to_string(), page)?.items;
            let proposal = agreement.proposal.to_string();
            events.extend(audit::queries::of_object(conn, viewer, "proposal", &proposal, page)?.items);
            events.sort_by(|one, other| other.at.cmp(&one.at).then(other.id.cmp(&one.id)));
            let signatures = queries::signatures(conn, agreement.proposal)?;
            let publication = queries::publication(conn, viewer, id)?;
            let publication = publication.map_or(Publication::Private, |view| view.standing);
            Ok::<_, StorageError>(Some((agreement, signatures, events, publication)))
        })
        .await?;
    let (agreement, signatures, events, publication) = found.ok_or(WebError::NotFound)?;
    let (signatures, events) = (signatures.as_slice(), events.as_slice());
    let page = AgreementPage { agreement: &agreement, signatures, events, publication, viewer };
    Ok(cx.page(&agreement.title, views::show(&page)))
}

/// `GET /agreements/{id}/text`: the text that was signed.
pub(super) async fn text(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<AgreementId>,
) -> WebResult<HttpResponse> {
    let id = id.into_inner();
    let found = cx.read(move |conn| queries::text_of_party(conn, by.body(), id)).await?;
    let (reference, text) = found.ok_or(WebError::NotFound)?;
    Ok(download(&reference, text))
}
