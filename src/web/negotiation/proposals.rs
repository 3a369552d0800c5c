//! Reading proposals.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{self, ProposalPage};
use super::{answer_views, list_views};
use crate::access::Member;
use crate::access::capability::{Negotiate, ReadBody, Sign};
use crate::agreements;
use crate::kernel::ids::ProposalId;
use crate::kernel::{PageRequest, london};
use crate::negotiation::queries::{self, ProposalFilter};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;

/// How many rows a page of a list has.
const ROWS: u32 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListParams {
    q: String,
    pub(super) state: String,
    sort: String,
    page: String,
}

impl ListParams {
    pub(super) fn page(&self) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), ROWS)
    }

    fn filter(&self) -> ProposalFilter {
        ProposalFilter {
            state: self.state.parse().ok(),
            words: self.q.chars().take(200).collect(),
            order: self.sort.parse().unwrap_or_default(),
            ..ProposalFilter::default()
        }
    }
}

/// `GET /proposals`
pub(super) async fn list(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ListParams>,
) -> WebResult<HttpResponse> {
    let (viewer, page) = (by.body(), query.page());
    let (filter, wanted) = (query.filter(), query.filter());
    let proposals = cx.read(move |conn| queries::proposals(conn, &by, &wanted, page)).await?;
    Ok(cx.page("Proposals", list_views::list(&proposals, viewer, &filter)))
}

/// `GET /proposals.csv`
pub(super) async fn csv(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ListParams>,
) -> WebResult<HttpResponse> {
    let (filter, viewer) = (query.filter(), by.body());
    let proposals =
        cx.read(move |conn| every_page(|page| queries::proposals(conn, &by, &filter, page))).await?;
    let header = ["Reference", "Title", "With", "State", "Version", "Answer by", "Last change"];
    let rows = proposals.into_iter().map(|proposal| {
        let last_day = proposal.expires_at.map(|at| london::date(at.minus(chrono::Duration::seconds(1))));
        let partner = proposal.parties.name_of(proposal.parties.other_than(viewer)).to_owned();
        vec![
            proposal.reference,
            proposal.title,
            partner,
            proposal.state.label().to_owned(),
            proposal.number.to_string(),
            last_day.map_or(String::new(), |day| day.to_string()),
            london::date(proposal.updated_at).to_string(),
        ]
    });
    Ok(answer::csv("proposals", &header, rows))
}

/// `GET /proposals/{id}`
pub(super) async fn show(cx: Cx, by: Member<ReadBody>, id: web::Path<ProposalId>) -> WebResult<HttpResponse> {
    let (id, viewer) = (id.into_inner(), by.body());
    let (can_negotiate, can_sign) = (by.can::<Negotiate>(), by.can::<Sign>());
    let ((proposal, versions), need, agreement, has_signed) = cx
        .read(move |conn| {
            let history = queries::history(conn, &by, id)?;
            let need = queries::answered_need(conn, &history.0)?;
            let agreement = agreements::queries::agreement_of_proposal(conn, viewer, id)?;
            let has_signed = !agreements::queries::signed_by(conn, viewer, &[id])?.is_empty();
            Ok::<_, crate::negotiation::NegotiationError>((history, need, agreement, has_signed))
        })
        .await?;
    let page = ProposalPage {
        proposal: &proposal,
        versions: &versions,
        viewer,
        can_negotiate,
        can_sign,
        has_signed,
        agreement,
        answers: need.map(|need| answer_views::of_proposal(&cx, &proposal, &need, viewer)),
    };
    Ok(cx.page(&proposal.title, views::show(&page)))
}

/// `GET /proposals/{id}/versions/{number}`
pub(super) async fn version(
    cx: Cx,
    by: Member<ReadBody>,
    path: web::Path<(ProposalId, i32)>,
) -> WebResult<HttpResponse> {
    let ((id, number), viewer) = (path.into_inner(), by.body());
    let (proposal, versions) = cx.read(move |conn| queries::history(conn, &by, id)).await?;
    let found = versions.iter().position(|version| version.number == number && number > 0);
    let Some((version, place)) = found.and_then(|place| Some((versions.get(place)?, place))) else {
        return Err(crate::web::error::WebError::NotFound);
    };
    let body = views::version(&proposal, version, versions.get(place + 1), viewer);
    Ok(cx.page(&format!("{}, version {number}", proposal.reference), body))
}
