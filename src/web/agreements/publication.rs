//! The page on which a party agrees that everybody may know of an agreement, and takes that back.

use actix_web::{HttpResponse, web};

use super::publication_views::{self as views, PublicationPage};
use crate::access::Member;
use crate::access::capability::{ReadBody, Sign};
use crate::agreements::model::PublicAgreement;
use crate::agreements::publication::Publication;
use crate::agreements::{commands, queries};
use crate::kernel::ids::AgreementId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls::agreements as at;

/// `GET /agreements/{id}/publication`
pub(super) async fn form(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<AgreementId>,
) -> WebResult<HttpResponse> {
    let (id, body, can_decide) = (id.into_inner(), by.body(), by.can::<Sign>());
    let (shown, publication) = cx
        .read(move |conn| {
            let agreement = queries::agreement_of_party(conn, body, id)?.ok_or(WebError::NotFound)?;
            let publication = queries::publication(conn, body, id)?.ok_or(WebError::NotFound)?;
            Ok::<_, WebError>((PublicAgreement::of(&agreement), publication))
        })
        .await?;
    let page = PublicationPage {
        publication: &publication,
        shown: &shown,
        viewer: body,
        can_decide,
        keys: &cx.once(),
    };
    Ok(cx.page("Who may know of this agreement", views::page(&page)))
}

/// `POST /agreements/{id}/publication`
pub(super) async fn agree(
    cx: Cx,
    by: Member<Sign>,
    id: web::Path<AgreementId>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    let view = cx.write(move |tx| commands::agree_to_publication(tx, &by, id, now)).await?;
    let said = if view.standing == Publication::Public {
        "Every party agrees. The agreement is public"
    } else {
        "Your body agrees. The agreement becomes public once every party does"
    };
    Ok(cx.done(&at::publication(id), said))
}

/// `POST /agreements/{id}/publication/take-back`
pub(super) async fn take_back(
    cx: Cx,
    by: Member<Sign>,
    id: web::Path<AgreementId>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    cx.write(move |tx| commands::take_back_publication(tx, &by, id, now)).await?;
    Ok(cx.done(&at::publication(id), "Your body’s consent is taken back. The agreement is private"))
}
