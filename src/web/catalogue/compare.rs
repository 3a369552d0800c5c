//! Up to six offers side by side, and where they differ.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api_find_body::{ForBody, VatAssumed};
use super::api_find_parameters::ComparedFor;
use super::find::acting;
use super::find_asked::Asked;
use super::find_query::{FindQuery, MOST_COMPARED};
use super::{compare_for_you, compare_views, words};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::bodies::{BodyError, queries as bodies};
use crate::catalogue::draft::Step;
use crate::catalogue::free::FreeFrom;
use crate::catalogue::model::OfferView;
use crate::catalogue::reader::earliest_start;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::{CatalogueError, OfferContent};
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::kernel::{FieldError, FieldErrors, Instant, london};
use crate::needs::model::NeedView;
use crate::needs::{NeedError, queries as needs};
use crate::negotiation::queries as talks;
use crate::storage::{Conn, StorageError};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::listings::Term;
use crate::web::needs::price_for;
use crate::web::ui;
use crate::web::urls::catalogue as urls;

/// Which offers are compared: their ids, several times under one name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Compared {
    offer: Vec<String>,
    /// The same, as a search keeps them.
    compare: Vec<String>,
    /// What is to be done with them: `keep` and `next` lead back to the search.
    then: String,
    /// A need of the reader's own body, for whose size and quantity the prices are told.
    need: String,
}

/// Offers beside each other.
pub(super) struct Comparison {
    pub(super) offers: Vec<OfferView>,
    pub(super) lines: Vec<Line>,
    /// How many were asked for that do not exist, or are not to be seen.
    pub(super) missing: usize,
    /// How many more were asked for than fit.
    pub(super) too_many: usize,
    pub(super) need: Option<NeedView>,
    /// The search that led here, with whom it is for.
    pub(super) query: FindQuery,
    pub(super) asked: Asked,
}

/// One thing that offers say, a value for each.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Line {
    pub(super) name: String,
    /// Empty where an offer does not say it, or where it does not apply.
    pub(super) values: Vec<String>,
    /// Whether those to which it applies do not all say the same.
    pub(super) differs: bool,
    /// For each offer, whether the line applies to it: a whole service has no unit, and units have no size.
    pub(super) applies: Vec<bool>,
}

/// `GET /compare`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let (ids, need) = asked(cx.query());
    if let Some(href) = back_to_search(cx.query(), &ids) {
        return Ok(cx.see_other(&href));
    }
    let comparison = compare(&cx, ids, need, FindQuery::of(cx.query())).await?;
    Ok(cx.page("Compare offers", compare_views::view(&cx, &comparison)))
}

/// `GET /compare.csv`
pub(super) async fn csv(cx: Cx) -> WebResult<HttpResponse> {
    let (ids, need) = asked(cx.query());
    let Comparison { offers, lines, .. } = compare(&cx, ids, need, FindQuery::of(cx.query())).await?;
    let titles = offers.iter().map(|offer| offer.title().to_owned());
    let header: Vec<String> = std::iter::once("Offer".to_owned()).chain(titles).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = lines.into_iter().map(|line| std::iter::once(line.name).chain(line.values).collect());
    Ok(answer::csv("comparison", &header, rows))
}

/// Offers side by side, for a program.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComparedOffers {
    /// The ids of the offers, in the order of the values.
    offers: Vec<String>,
    lines: Vec<Line>,
    /// The body that distances, reach and VAT are worked out for.
    for_body: Option<ForBody>,
    /// What is assumed of its VAT; null where nothing is known.
    vat: Option<VatAssumed>,
}

/// Compare up to six offers side by side
///
/// Every line has a value for each offer, in the order in which they were asked for. Distance, reach and costs are those of
/// your own body, or of the one named with `near`.
#[utoipa::path(
    get, path = "/compare", tag = "Catalogue",
    params(
        ("offer" = Vec<uuid::Uuid>, Query, description = "Send it once for each offer, six times at most"),
        ("need" = Option<uuid::Uuid>, Query, description = "A need of your own body, to be told its prices"),
        ComparedFor,
    ),
    responses(
        (status = 200, body = ComparedOffers), (status = 400, body = crate::web::api::Problem),
        (status = 404, body = crate::web::api::Problem), (status = 422, body = crate::web::api::Problem),
    ),
)]
pub(super) async fn api(cx: Cx) -> WebResult<HttpResponse> {
    let raw: Compared = serde_html_form::from_str(cx.query())
        .map_err(|error| FieldErrors::from(FieldError::invalid("", format!("The query: {error}"))))?;
    let ids: Result<Vec<OfferId>, _> = raw.offer.iter().map(|id| id.parse::<OfferId>()).collect();
    let ids = ids.map_err(|_| FieldErrors::from(FieldError::invalid("offer", "Send the ids of offers")))?;
    if ids.is_empty() || ids.len() > MOST_COMPARED {
        let error = FieldError::out_of_range("offer", "Send one to six offers");
        return Err(FieldErrors::from(error).into());
    }
    let need = Some(raw.need.as_str()).filter(|need| !need.is_empty()).map(str::parse::<NeedId>).transpose();
    let reader = only_of_reader(cx.query());
    let query = FindQuery::strictly(&reader).map_err(FieldErrors::from)?;
    let need = need.map_err(|_| FieldErrors::from(FieldError::invalid("need", "Send the id of a need")))?;
    let comparison = compare(&cx, ids, need, query).await?;
    if !comparison.asked.errors.is_empty() {
        return Err(comparison.asked.errors.into());
    }
    if comparison.missing > 0 || (need.is_some() && comparison.need.is_none()) {
        return Err(CatalogueError::NotFound.into());
    }
    let offers = comparison.offers.iter().map(|offer| offer.id.to_string()).collect();
    let (for_body, vat) = (ForBody::of(&comparison.asked), VatAssumed::of(&comparison.asked));
    Ok(HttpResponse::Ok().json(ComparedOffers { offers, lines: comparison.lines, for_body, vat }))
}

/// The offers that an address names, each once, and the need.
fn asked(query: &str) -> (Vec<OfferId>, Option<NeedId>) {
    let raw: Compared = serde_html_form::from_str(query).unwrap_or_default();
    let mut ids: Vec<OfferId> = Vec::new();
    for id in raw.offer.iter().chain(&raw.compare).filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    (ids, raw.need.parse().ok())
}

/// Back to the search with what was ticked there, if that is what was asked for.
fn back_to_search(raw: &str, ids: &[OfferId]) -> Option<String> {
    let then = serde_html_form::from_str::<Compared>(raw).ok()?.then;
    let query = FindQuery::of(raw).keeping(ids);
    let page: u32 = query.page.parse().unwrap_or(1);
    match then.as_str() {
        "keep" => Some(query.page_href(page)),
        "next" => Some(query.page_href(page.saturating_add(1))),
        _ => None,
    }
}

/// The address without the offers and the need: what it says of whom they are compared for.
fn only_of_reader(raw: &str) -> String {
    let pairs = url::form_urlencoded::parse(raw.as_bytes());
    let reader = pairs.filter(|(name, _)| !matches!(name.as_ref(), "offer" | "need"));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(reader).finish()
}

async fn compare(
    cx: &Cx,
    mut ids: Vec<OfferId>,
    need: Option<NeedId>,
    query: FindQuery,
) -> WebResult<Comparison> {
    let too_many = ids.len().saturating_sub(MOST_COMPARED);
    ids.truncate(MOST_COMPARED);
    let (shelves, own) = (Arc::clone(&cx.app().shelves), acting(cx));
    let (view, now) = (cx.view(), cx.now());
    let need = match cx.credential().member::<ReadBody>().ok().zip(need) {
        Some((member, need)) => cx.read(move |conn| own_need(conn, &member, need)).await?,
        None => None,
    };
    cx.read(move |conn| {
        let asked = ids.len();
        let mut offers = Vec::new();
        for id in ids {
            match talks::offer(conn, view, id) {
                Ok(offer) if offer.published.is_some() => offers.push(offer),
                Ok(_) | Err(CatalogueError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        let shelf = shelves.current(conn)?;
        let reader = query.asked(&shelf, own);
        let lines = lines(conn, &offers, need.as_ref(), (&shelf, &reader), now)?;
        let missing = asked - offers.len();
        Ok::<_, CatalogueError>(Comparison { missing, lines, offers, too_many, need, query, asked: reader })
    })
    .await
}

fn own_need(conn: &mut Conn, by: &Member<ReadBody>, id: NeedId) -> Result<Option<NeedView>, StorageError> {
    match needs::own_need(conn, by, id) {
        Ok(need) => Ok(Some(need)),
        Err(NeedError::Storage(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Everything that the offers say, in the order in which an offer says it, and who offers it first.
fn lines(
    conn: &mut Conn,
    offers: &[OfferView],
    need: Option<&NeedView>,
    reader: (&Shelf, &Asked),
    now: Instant,
) -> Result<Vec<Line>, CatalogueError> {
    let mut lines = vec![line("Provider", offers.iter().map(|offer| offer.body_name.clone()).collect())];
    let mut places = Vec::new();
    for offer in offers {
        places.push(place(conn, offer.body, now)?);
    }
    lines.push(line("Where", places));
    let contents: Vec<&OfferContent> =
        offers.iter().filter_map(|offer| offer.published.as_ref()).map(|version| &version.content).collect();
    if let Some(need) = need.and_then(|need| need.published.as_ref()) {
        let prices = contents.iter().map(|content| price_for(Some(&need.content), content)).collect();
        lines.push(line(&format!("Price for “{}”", need.content.title), prices));
    }
    let decides = compare_for_you::lines(conn, offers, reader, now)?;
    lines.extend(decides.into_iter().map(|(name, values)| line(&name, values)));
    lines.extend(said(&contents));
    let today = london::date(now);
    let free = |offer: &OfferView| {
        let content = &offer.published.as_ref()?.content;
        let lead_days = content.terms.lead_days;
        let start = earliest_start((content.first_month, content.last_month), lead_days, &[], today)?;
        let coming = offer.months.iter().filter(|month| month.month >= start);
        Some(words::free(FreeFrom::of(coming.map(|month| (month.month, month.free))), &content.unit))
    };
    let free = |offer| free(offer).unwrap_or_else(|| "Too late to start".to_owned());
    lines.push(line("Free", offers.iter().map(free).collect()));
    let confirmed =
        |offer: &OfferView| offer.confirmed_at.map(|at| ui::date(london::date(at))).unwrap_or_default();
    lines.push(line("Last confirmed", offers.iter().map(confirmed).collect()));
    lines.retain(|line| line.values.iter().any(|value| !value.is_empty()));
    Ok(lines)
}

/// The lines of what offers say themselves. What only a whole service says does not apply to units, nor the other way
/// round.
fn said(contents: &[&OfferContent]) -> Vec<Line> {
    let said: Vec<Vec<Term<Step>>> = contents.iter().map(|content| words::terms(content)).collect();
    let mut names: Vec<(&'static str, Step)> = Vec::new();
    for term in said.iter().flatten() {
        // The title stands above its column.
        if term.name != "Title" && !names.contains(&(term.name, term.step)) {
            names.push((term.name, term.step));
        }
    }
    let value = |terms: &Vec<Term<Step>>, name| {
        terms.iter().find(|term| term.name == name).map(|term| term.value.clone()).unwrap_or_default()
    };
    let lines = names.into_iter().map(|(name, step)| {
        let applies: Vec<bool> = contents.iter().map(|content| words::applies(name, step, content)).collect();
        let values = said.iter().zip(&applies).map(|(terms, applies)| match value(terms, name) {
            _ if !applies => String::new(),
            value if value.is_empty() => words::when_empty(name).to_owned(),
            value => value,
        });
        compared(name, values.collect(), applies)
    });
    lines.collect()
}

fn line(name: &str, values: Vec<String>) -> Line {
    let applies = vec![true; values.len()];
    compared(name, values, applies)
}

fn compared(name: &str, values: Vec<String>, applies: Vec<bool>) -> Line {
    let held: Vec<&String> =
        values.iter().zip(&applies).filter(|(_, applies)| **applies).map(|(value, _)| value).collect();
    let differs = held.windows(2).any(|pair| matches!(pair, [one, other] if one != other));
    Line { name: name.to_owned(), values, differs, applies }
}

/// Where the provider is. The page of a body that no longer exists says nothing.
fn place(conn: &mut Conn, body: BodyId, now: Instant) -> Result<String, CatalogueError> {
    match bodies::detail(conn, body, now) {
        Ok(body) => {
            let mut parts = vec![body.region, body.nation];
            parts.dedup();
            parts.retain(|part| !part.is_empty());
            Ok(parts.join(", "))
        }
        Err(BodyError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(String::new()),
    }
}

/// The routes of the pages.
pub(super) fn mount() -> Vec<crate::web::routes::RouteSpec> {
    use crate::web::routes::{Guard, get};
    vec![
        get(urls::COMPARE, Guard::Public, || web::get().to(page)),
        get(urls::COMPARE_CSV, Guard::Public, || web::get().to(csv)),
        get("/api/v1/compare", Guard::Public, || web::get().to(api)),
    ]
}
