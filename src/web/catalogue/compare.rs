//! Up to six offers side by side, and where they differ.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;
use crate::access::CapabilityKind;
use crate::bodies::{BodyError, queries as bodies};
use crate::catalogue::draft::Step;
use crate::catalogue::model::OfferView;
use crate::catalogue::{CatalogueError, OfferState};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{FieldError, FieldErrors, Instant, london, unit};
use crate::negotiation::queries as talks;
use crate::storage::Conn;
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::listings::Term;
use crate::web::ui::{
    self, Column, Link, Row, Table, Tone, actions, banner, breadcrumbs, button_link, empty_state, status_tag,
};
use crate::web::urls::{self as site, catalogue as urls};

/// More than this cannot be taken in at a glance.
pub(super) const MOST: usize = 6;

/// Which offers are compared: their ids, several times under one name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Compared {
    offer: Vec<String>,
}

/// Offers beside each other.
struct Comparison {
    offers: Vec<OfferView>,
    lines: Vec<Line>,
    /// How many were asked for that do not exist, or are not to be seen.
    missing: usize,
    /// How many more were asked for than fit.
    too_many: usize,
}

/// One thing that offers say, a value for each.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Line {
    name: String,
    values: Vec<String>,
    /// Whether they do not all say the same.
    differs: bool,
}

/// `GET /compare`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let comparison = compare(&cx, asked(cx.query())).await?;
    Ok(cx.page("Compare offers", view(&cx, &comparison)))
}

/// `GET /compare.csv`
pub(super) async fn csv(cx: Cx) -> WebResult<HttpResponse> {
    let Comparison { offers, lines, .. } = compare(&cx, asked(cx.query())).await?;
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
}

/// Compare up to six offers side by side
///
/// Every line has a value for each offer, in the order in which they were asked for.
#[utoipa::path(
    get, path = "/compare", tag = "Catalogue",
    params(("offer" = Vec<uuid::Uuid>, Query, description = "Send it once for each offer, six times at most")),
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
    if ids.is_empty() || ids.len() > MOST {
        let error = FieldError::out_of_range("offer", "Send one to six offers");
        return Err(FieldErrors::from(error).into());
    }
    let comparison = compare(&cx, ids).await?;
    if comparison.missing > 0 {
        return Err(CatalogueError::NotFound.into());
    }
    let offers = comparison.offers.iter().map(|offer| offer.id.to_string()).collect();
    Ok(HttpResponse::Ok().json(ComparedOffers { offers, lines: comparison.lines }))
}

/// The offers that an address names, each once.
fn asked(query: &str) -> Vec<OfferId> {
    let raw: Compared = serde_html_form::from_str(query).unwrap_or_default();
    let mut ids: Vec<OfferId> = Vec::new();
    for id in raw.offer.iter().filter_map(|id| id.parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

async fn compare(cx: &Cx, mut ids: Vec<OfferId>) -> WebResult<Comparison> {
    let too_many = ids.len().saturating_sub(MOST);
    ids.truncate(MOST);
    let (view, now) = (cx.view(), cx.now());
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
        let lines = lines(conn, &offers, now)?;
        Ok::<_, CatalogueError>(Comparison { missing: asked - offers.len(), lines, offers, too_many })
    })
    .await
}

/// Everything that the offers say, in the order in which an offer says it, and who offers it first.
fn lines(conn: &mut Conn, offers: &[OfferView], now: Instant) -> Result<Vec<Line>, CatalogueError> {
    let mut lines = vec![line("Provider", offers.iter().map(|offer| offer.body_name.clone()).collect())];
    let mut places = Vec::new();
    for offer in offers {
        places.push(place(conn, offer.body, now)?);
    }
    lines.push(line("Where", places));
    let said: Vec<Vec<Term<Step>>> = offers
        .iter()
        .filter_map(|offer| offer.published.as_ref())
        .map(|version| words::terms(&version.content))
        .collect();
    let mut names: Vec<&'static str> = Vec::new();
    for term in said.iter().flatten() {
        // The title stands above its column.
        if term.name != "Title" && !names.contains(&term.name) {
            names.push(term.name);
        }
    }
    for name in names {
        let value = |terms: &Vec<Term<Step>>| {
            terms.iter().find(|term| term.name == name).map(|term| term.value.clone()).unwrap_or_default()
        };
        let values: Vec<String> = said.iter().map(value).collect();
        if values.iter().any(|value| !value.is_empty()) {
            lines.push(line(name, values));
        }
    }
    let this_month = london::month(now);
    let free = |offer: &OfferView| {
        let coming = offer.months.iter().filter(|month| month.month >= this_month);
        let most = coming.max_by_key(|month| month.free);
        most.map_or_else(
            || "Nothing".to_owned(),
            |month| {
                let unit = offer.published.as_ref().map_or("unit", |version| version.content.unit.as_str());
                format!("{} in {}", unit::counted(month.free, unit), month.month)
            },
        )
    };
    lines.push(line("Free in its best month to come", offers.iter().map(free).collect()));
    let confirmed =
        |offer: &OfferView| offer.confirmed_at.map(|at| ui::date(london::date(at))).unwrap_or_default();
    lines.push(line("Last confirmed", offers.iter().map(confirmed).collect()));
    Ok(lines)
}

fn line(name: &str, values: Vec<String>) -> Line {
    let differs = values.windows(2).any(|pair| matches!(pair, [one, other] if one != other));
    Line { name: name.to_owned(), values, differs }
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

fn href(offers: &[OfferView], path: &str, without: Option<OfferId>) -> String {
    let kept = offers.iter().filter(|offer| Some(offer.id) != without);
    urls::with_query(path, &kept.map(|offer| ("offer".to_owned(), offer.id.to_string())).collect::<Vec<_>>())
}

fn view(cx: &Cx, comparison: &Comparison) -> Markup {
    let Comparison { offers, missing, too_many, .. } = comparison;
    html! {
        (breadcrumbs(&[Link::new("Find a service", urls::FIND)]))
        h1 { "Compare offers" }
        @if *missing > 0 {
            (banner(html! { p { "An offer that was to be compared does not exist, or is not yours to see." } }))
        }
        @if *too_many > 0 {
            (banner(html! { p { "Six offers fit side by side: the first six are shown." } }))
        }
        @if offers.is_empty() {
            (empty_state(
                "Nothing to compare yet",
                "Tick offers in the catalogue and choose “Compare”.",
                Some(button_link("Find a service", urls::FIND)),
            ))
        } @else { (table(cx, comparison)) }
    }
}

fn table(cx: &Cx, Comparison { offers, lines, .. }: &Comparison) -> Markup {
    let may_shortlist = cx.credential().can(CapabilityKind::ManageNeeds);
    let own = cx.credential().acting().map(|acting| acting.body);
    let columns = std::iter::once(Column::text("What they say"))
        .chain(offers.iter().map(|offer| Column::text(offer.title())));
    let mut rows: Vec<Row> = vec![Row::new(
        std::iter::once(html! { "Go on" })
            .chain(offers.iter().map(|offer| html! {
                ul.plain {
                    li { a href=(urls::offer(offer.id)) { "See " span.visually-hidden { (offer.title()) } } }
                    @if may_shortlist && own != Some(offer.body) && offer.state == OfferState::Published {
                        li { a href=(urls::shortlist_offer(offer.id)) {
                            "Add to a shortlist" span.visually-hidden { ": " (offer.title()) }
                        } }
                    }
                    @if offers.len() > 1 {
                        li { a href=(href(offers, urls::COMPARE, Some(offer.id))) {
                            "Leave out" span.visually-hidden { " " (offer.title()) }
                        } }
                    }
                }
            }))
            .collect::<Vec<_>>(),
    )];
    rows.extend(lines.iter().map(|line| {
        let name = html! { (line.name) @if line.differs { " " (status_tag(Tone::Warn, "Differs")) } };
        Row::new(
            std::iter::once(name)
                .chain(line.values.iter().map(|value| {
                    html! {
                        @if value.is_empty() { span.meta { "Not said" } } @else { (value) }
                    }
                }))
                .collect::<Vec<_>>(),
        )
    }));
    let providers: Vec<&OfferView> = offers.iter().collect();
    html! {
        p.meta { "Where offers differ, the line says so. Print this page to take it along." }
        (Table::new("Offers side by side")
            .hidden_caption()
            .columns(columns.collect::<Vec<_>>())
            .rows(rows)
            .csv(href(offers, urls::COMPARE_CSV, None))
            .render())
        (actions(html! {
            a href=(urls::FIND) { "Find more offers" }
            @if let [only] = providers.as_slice() {
                a href=(site::bodies::body(only.body)) { "More about " (only.body_name) }
            }
        }))
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
