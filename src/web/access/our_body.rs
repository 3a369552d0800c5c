//! The front door of one's own body.

use actix_web::HttpResponse;

use super::views::{self, OurBodyPage};
use crate::access::capability::{ManageTokens, ReadAudit, ReadBody};
use crate::access::{Member, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// `GET /our-body`
pub(super) async fn show(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let (by, now) = (member.clone(), cx.now());
    let summary = cx.read(move |conn| queries::body_summary(conn, &by, now)).await?;
    let page = OurBodyPage {
        body: member.body(),
        name: member.body_name(),
        verified: member.body_is_verified(),
        summary,
        manages_tokens: member.can::<ManageTokens>(),
        reads_audit: member.can::<ReadAudit>(),
    };
    Ok(cx.page("Our body", views::our_body(&page)))
}
