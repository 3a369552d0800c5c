//! Signing and agreements for programs: the same commands as the pages.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::access::capability::{ReadBody, Sign};
use crate::access::{CapabilityKind as C, Member};
use crate::agreements::commands::{self, Signed};
use crate::agreements::model::{AgreementLine, AgreementView, LegView, SignatureView};
use crate::agreements::queries::{self, AgreementFilter};
use crate::agreements::text;
use crate::kernel::ids::{AgreementId, ProposalId};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(signing, sign, agreements, agreement, agreement_text, check))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/proposals/{id}/text", Guard::Member(C::ReadBody), || web::get().to(signing)),
        post("/api/v1/proposals/{id}/sign", Guard::Member(C::Sign), || web::post().to(sign)),
        get("/api/v1/agreements", Guard::Member(C::ReadBody), || web::get().to(agreements)),
        post("/api/v1/agreements/check", Guard::Public, || web::post().to(check)),
        get("/api/v1/agreements/{id}", Guard::Member(C::ReadBody), || web::get().to(agreement)),
        get("/api/v1/agreements/{id}/text", Guard::Member(C::ReadBody), || web::get().to(agreement_text)),
    ]
}

/// The text that waits for signatures, or has them.
#[derive(Debug, Serialize, ToSchema)]
struct TextJson {
    reference: String,
    text: String,
    /// In hexadecimal: what a signature names.
    sha256: String,
    signatures: Vec<SignatureJson>,
}

/// One body's signature.
#[derive(Debug, Serialize, ToSchema)]
struct SignatureJson {
    body_id: String,
    signatory: String,
    sha256: String,
    signed_at: String,
}

impl SignatureJson {
    fn of(signature: SignatureView) -> Self {
        Self {
            body_id: signature.body.to_string(),
            signatory: signature.signatory,
            sha256: signature.sha256,
            signed_at: signature.signed_at.to_rfc3339(),
        }
    }
}

/// What is signed.
#[derive(Debug, Deserialize, ToSchema)]
struct SignBody {
    /// The number of the version that was read.
    number: i32,
    /// The SHA-256 of the text that was read.
    sha256: String,
}

/// What a signature led to.
#[derive(Debug, Serialize, ToSchema)]
struct SignedJson {
    /// The agreement, if this was the last signature.
    agreement_id: Option<String>,
}

/// A text to be checked.
#[derive(Debug, Deserialize, ToSchema)]
struct CheckBody {
    text: String,
}

/// What a check found.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedJson {
    sha256: String,
    /// The agreement that was signed under this text, if there is one.
    reference: Option<String>,
    signed_at: Option<String>,
}

/// An agreement in a list.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementLineJson {
    id: String,
    reference: String,
    title: String,
    /// `pending_start`, `active` or `ended`.
    state: String,
    first_month: String,
    last_month: String,
    signed_at: String,
    /// The names of the other parties.
    partners: String,
}

impl AgreementLineJson {
    fn of(line: AgreementLine) -> Self {
        Self {
            id: line.id.to_string(),
            reference: line.reference,
            title: line.title,
            state: line.state.as_str().to_owned(),
            first_month: line.first_month.iso(),
            last_month: line.last_month.iso(),
            signed_at: line.signed_at.to_rfc3339(),
            partners: line.partners,
        }
    }
}

/// An agreement with its legs.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementJson {
    id: String,
    reference: String,
    proposal_id: String,
    title: String,
    /// `pending_start`, `active` or `ended`.
    state: String,
    first_month: String,
    last_month: String,
    sha256: String,
    /// In pence.
    tolerance: i64,
    signed_at: String,
    parties: Vec<crate::web::negotiation::PartyJson>,
    legs: Vec<LegJson>,
    signatures: Vec<SignatureJson>,
}

/// One leg.
#[derive(Debug, Serialize, ToSchema)]
struct LegJson {
    id: String,
    number: i32,
    provider_id: String,
    consumer_id: String,
    service_code: String,
    service_name: String,
    description: String,
    unit: String,
    quantity_per_month: String,
    /// `cash` or `in_kind`.
    settlement: String,
    price_kind: String,
    price: String,
    vat_treatment: String,
    po_ref: Option<String>,
    service_hours: String,
    kpis: Vec<LegKpiJson>,
}

/// A measure that was signed.
#[derive(Debug, Serialize, ToSchema)]
struct LegKpiJson {
    id: String,
    number: i32,
    name: String,
    target: String,
}

impl AgreementJson {
    fn of(agreement: AgreementView, signatures: Vec<SignatureView>) -> Self {
        let party = |(id, name): (crate::kernel::ids::BodyId, String)| crate::web::negotiation::PartyJson {
            id: id.to_string(),
            name,
        };
        Self {
            id: agreement.id.to_string(),
            reference: agreement.reference,
            proposal_id: agreement.proposal.to_string(),
            title: agreement.title,
            state: agreement.state.as_str().to_owned(),
            first_month: agreement.first_month.iso(),
            last_month: agreement.last_month.iso(),
            sha256: agreement.sha256,
            tolerance: agreement.tolerance.to_i64(),
            signed_at: agreement.signed_at.to_rfc3339(),
            parties: agreement.parties.into_iter().map(party).collect(),
            legs: agreement.legs.into_iter().map(LegJson::of).collect(),
            signatures: signatures.into_iter().map(SignatureJson::of).collect(),
        }
    }
}

impl LegJson {
    fn of(leg: LegView) -> Self {
        let kpis = leg.kpis.into_iter().map(|kpi| LegKpiJson {
            id: kpi.id.to_string(),
            number: kpi.number,
            name: kpi.name,
            target: kpi.target.to_string(),
        });
        Self {
            id: leg.id.to_string(),
            number: leg.number,
            provider_id: leg.provider.to_string(),
            consumer_id: leg.consumer.to_string(),
            service_code: leg.service_code,
            service_name: leg.service_name,
            description: leg.description,
            unit: leg.unit,
            quantity_per_month: leg.quantity_per_month.plain(),
            settlement: leg.settlement.as_str().to_owned(),
            price_kind: leg.price_kind.as_str().to_owned(),
            price: leg.price.plain(),
            vat_treatment: leg.vat.as_str().to_owned(),
            po_ref: leg.po_ref,
            service_hours: leg.calendar.describe(),
            kpis: kpis.collect(),
        }
    }
}

/// Which agreements are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct AgreementQuery {
    /// Words of the title, the reference or a partner's name.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `pending_start`, `active` or `ended`.
    #[param(pattern = "^(pending_start|active|ended)$")]
    state: Option<String>,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The text of a proposal's latest version, and who has signed it
#[utoipa::path(
    get, path = "/proposals/{id}/text", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = TextJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn signing(cx: Cx, by: Member<ReadBody>, id: web::Path<ProposalId>) -> WebResult<HttpResponse> {
    let id = id.into_inner();
    let view = cx.read(move |conn| queries::signing(conn, &by, id)).await?;
    Ok(HttpResponse::Ok().json(TextJson {
        reference: text::reference_of(&view.proposal.reference),
        text: view.text.text,
        sha256: view.text.sha256,
        signatures: view.signatures.into_iter().map(SignatureJson::of).collect(),
    }))
}

/// Sign a version whose text has this hash
#[utoipa::path(
    post, path = "/proposals/{id}/sign", tag = "Agreements", params(("id" = uuid::Uuid, Path)), request_body = SignBody,
    responses(
        (status = 200, body = SignedJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn sign(
    cx: Cx,
    by: Member<Sign>,
    id: web::Path<ProposalId>,
    Body(body): Body<SignBody>,
) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    let signed = cx.write(move |tx| commands::sign(tx, &by, id, body.number, &body.sha256, now)).await?;
    let agreement_id = match signed {
        Signed::First => None,
        Signed::Last(id) => Some(id.to_string()),
    };
    Ok(HttpResponse::Ok().json(SignedJson { agreement_id }))
}

/// Agreements of the acting body, newest first
#[utoipa::path(
    get, path = "/agreements", tag = "Agreements", params(AgreementQuery),
    responses((status = 200, body = List<AgreementLineJson>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn agreements(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<AgreementQuery>,
) -> WebResult<HttpResponse> {
    let page = ListQuery { cursor: query.cursor.clone(), limit: query.limit }.page()?;
    if query.q.as_ref().is_some_and(|words| words.chars().count() > 200) {
        let error = FieldError::too_long("q", "Search for 200 characters or fewer");
        return Err(WebError::Invalid(error.into()));
    }
    let unknown =
        |_| WebError::Invalid(FieldErrors::from(FieldError::unknown("state", "There is no such state")));
    let state = query.state.as_deref().map(|raw| raw.parse().map_err(unknown)).transpose()?;
    let filter =
        AgreementFilter { state, words: query.q.clone().unwrap_or_default(), ..AgreementFilter::default() };
    let agreements = cx.read(move |conn| queries::list(conn, by.body(), &filter, page)).await?;
    Ok(api::list(agreements, AgreementLineJson::of))
}

/// An agreement with its legs
#[utoipa::path(
    get, path = "/agreements/{id}", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AgreementJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn agreement(cx: Cx, by: Member<ReadBody>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let (id, body) = (id.into_inner(), by.body());
    let (agreement, signatures) = cx
        .read(move |conn| {
            let agreement = queries::agreement_of_party(conn, body, id)?.ok_or(WebError::NotFound)?;
            let signatures = queries::signatures(conn, agreement.proposal)?;
            Ok::<_, WebError>((agreement, signatures))
        })
        .await?;
    Ok(HttpResponse::Ok().json(AgreementJson::of(agreement, signatures)))
}

/// The text that was signed
#[utoipa::path(
    get, path = "/agreements/{id}/text", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = TextJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn agreement_text(cx: Cx, by: Member<ReadBody>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let (id, body) = (id.into_inner(), by.body());
    let (agreement, (_, text), signatures) = cx
        .read(move |conn| {
            let agreement = queries::agreement_of_party(conn, body, id)?.ok_or(WebError::NotFound)?;
            let text = queries::text_of_party(conn, body, id)?.ok_or(WebError::NotFound)?;
            let signatures = queries::signatures(conn, agreement.proposal)?;
            Ok::<_, WebError>((agreement, text, signatures))
        })
        .await?;
    Ok(HttpResponse::Ok().json(TextJson {
        reference: agreement.reference,
        text,
        sha256: agreement.sha256,
        signatures: signatures.into_iter().map(SignatureJson::of).collect(),
    }))
}

/// Check a text: its SHA-256, and the agreement that was signed under it
#[utoipa::path(
    post, path = "/agreements/check", tag = "Agreements", request_body = CheckBody, security(()),
    responses(
        (status = 200, body = CheckedJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem),
    ),
)]
async fn check(cx: Cx, Body(body): Body<CheckBody>) -> WebResult<HttpResponse> {
    let sha256 = text::hash(&body.text);
    let wanted = sha256.clone();
    let signed = cx.read(move |conn| queries::signed_under(conn, &wanted)).await?;
    let (reference, signed_at) = signed.unzip();
    let signed_at = signed_at.map(crate::kernel::Instant::to_rfc3339);
    Ok(HttpResponse::Ok().json(CheckedJson { sha256, reference, signed_at }))
}
