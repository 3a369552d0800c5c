//! The catalogue as a file: the same filters as the page, every offer that fits. It is sent part by part as it is
//! read, so that a long file needs no more memory than a short one.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use chrono::NaiveDate;
use futures_util::stream;

use super::fresh::KEPT;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::FoundOffer;
use crate::catalogue::queries;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::whole::WholeService;
use crate::kernel::{FieldErrors, Instant, PageRequest, Rate, london};
use crate::storage::StorageError;
use crate::web::answer::csv_bytes;
use crate::web::catalogue::FindQuery;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::urls;

/// Every column of the file, in order, and what it holds.
pub(super) const COLUMNS: [(&str, &str); 23] = [
    ("id", "The offer’s id, which never changes"),
    ("address", "Its page on this site"),
    ("title", "What its provider calls it"),
    ("description", "What its provider says of it, up to 4,000 characters, perhaps on several lines"),
    ("service_code", "The service’s code in our list of services"),
    ("service", "The service’s name"),
    ("body_id", "The id of the public body that offers it"),
    ("body", "The body’s name"),
    (
        "body_kind",
        "council, combined_authority, nhs_trust, integrated_care_board, university, police, fire or other",
    ),
    ("region", "The body’s region in the registers; empty where they name none"),
    ("unit", "What the capacity is counted in, such as payslip"),
    ("first_month", "The first month of the offer, such as 2027-01"),
    ("last_month", "The last month of the offer"),
    ("takes", "cash, in_kind (a service in return) or either"),
    ("price_kind", "per_unit, or fixed for a month; empty where no price is asked"),
    (
        "price",
        "Pounds without VAT, such as 4.40; of a whole service, for its smallest size a month; empty where no price is asked",
    ),
    ("free_most", "How many units are free in the best month that the offer has still to come"),
    (
        "published_at",
        "When it was last published, or came back after it had expired, in UTC, such as 2026-11-23T10:00:00Z",
    ),
    (
        "price_way",
        "per_unit, fixed, graduated or volume (the price is that of the first tier), cost_share (it is an estimate), nil, or \
         by_size for a whole service",
    ),
    ("shape", "capacity (so many units a month), or whole_service"),
    (
        "tiers",
        "Where the price has tiers, the others: “above 1000: 4.00; above 5000: 3.50”, by the units taken in a month",
    ),
    ("size_measure", "What the sizes of a whole service count: staff, users or sites; empty for capacity"),
    ("sizes", "Its prices a month by the size of the other body: “up to 250: 4000.00; up to 1000: 9000.00”"),
];

/// What goes on from one part of the file to the next.
struct Rest {
    cx: Cx,
    /// One shelf for the whole file, so that no offer is left out or told twice because others came between.
    shelf: Arc<Shelf>,
    filter: CatalogueFilter,
    today: NaiveDate,
    next: u32,
}

/// `GET /catalogue.csv`
pub(super) async fn catalogue(cx: Cx) -> WebResult<HttpResponse> {
    let query = FindQuery::strictly(cx.query()).map_err(FieldErrors::from)?;
    let (shelves, today) = (Arc::clone(&cx.app().shelves), london::date(cx.now()));
    let shelf = cx.read(move |conn| shelves.current(conn)).await?;
    // The file is the same for everybody, also where a cache on the way keeps it: it is for the body that its address
    // names, never for the reader's own.
    let asked = query.asked(&shelf, None);
    if !asked.errors.is_empty() {
        return Err(asked.errors.into());
    }
    let filter = CatalogueFilter { sort: asked.filter.sort.or(Some(Sort::Newest)), ..asked.filter };
    // The first part is read before anything is answered: a database that is down is a 503, not half a file.
    let (first, rest) = Rest { cx, shelf, filter, today, next: 1 }.part().await?;
    let header = csv_bytes(std::iter::once(COLUMNS.map(|(name, _)| name.to_owned()).to_vec()));
    let start = Bytes::from([b"\xEF\xBB\xBF".as_slice(), &header, &first].concat());
    let parts = stream::unfold((Some(start), rest), |(start, rest)| async move {
        if let Some(start) = start {
            return Some((Ok(start), (None, rest)));
        }
        // A part that cannot be read breaks the connection off, so that nobody takes half a file for a whole one.
        match rest?.part().await {
            Ok((part, rest)) => Some((Ok(Bytes::from(part)), (None, rest))),
            Err(error) => Some((Err(error), (None, None))),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"catalogue.csv\""))
        .insert_header((CACHE_CONTROL, KEPT))
        .streaming::<_, WebError>(parts))
}

impl Rest {
    /// The next part, and what is left after it; nothing after the last.
    async fn part(self) -> WebResult<(Vec<u8>, Option<Self>)> {
        let page = PageRequest::new(self.next, PageRequest::MOST);
        let (all, filter, today) = (Arc::clone(&self.shelf), self.filter.clone(), self.today);
        let found = self.cx.read(move |conn| {
            let found = queries::find(conn, &all, &filter, View::public(today), page)?.page;
            let whole = queries::whole_services(conn, &found.items)?;
            Ok::<_, StorageError>((found, whole))
        });
        let (found, whole) = found.await?;
        let is_last = found.next_cursor().is_none() || self.next >= PageRequest::LAST;
        let base_url = &self.cx.app().settings.base_url;
        let part =
            csv_bytes(found.items.iter().map(|offer| row(offer, whole.get(&offer.id), base_url).to_vec()));
        Ok((part, (!is_last).then(|| Self { next: self.next + 1, ..self })))
    }
}

fn row(offer: &FoundOffer, whole: Option<&WholeService>, base_url: &str) -> [String; COLUMNS.len()] {
    let shape = if whole.is_some() { Shape::WholeService } else { Shape::Capacity };
    let way = offer.price_kind.map(|kind| offer.terms.tariff.way(kind).as_str());
    [
        offer.id.to_string(),
        format!("{base_url}{}", urls::catalogue::offer(offer.id)),
        offer.title.clone(),
        offer.description.clone(),
        offer.service_code.clone(),
        offer.service_name.clone(),
        offer.body.to_string(),
        offer.body_name.clone(),
        offer.body_kind.as_str().to_owned(),
        offer.region.clone(),
        offer.unit.clone(),
        offer.first_month.iso(),
        offer.last_month.iso(),
        offer.takes.as_str().to_owned(),
        offer.price_kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
        offer.price.map(Rate::plain).unwrap_or_default(),
        offer.free_most.plain(),
        offer.published_at.map(Instant::to_rfc3339).unwrap_or_default(),
        way.map(|way| if whole.is_some() { "by_size" } else { way }.to_owned()).unwrap_or_default(),
        shape.as_str().to_owned(),
        several(offer.terms.tariff.tiers(), |tier| {
            format!("above {}: {}", tier.above.plain(), tier.price.plain())
        }),
        whole.map(|whole| whole.measure.as_str().to_owned()).unwrap_or_default(),
        several(whole.map_or(&[], |whole| &whole.bands), |band| {
            format!("up to {}: {}", band.up_to, band.price.plain())
        }),
    ]
}

fn several<T>(list: &[T], words: impl Fn(&T) -> String) -> String {
    list.iter().map(words).collect::<Vec<_>>().join("; ")
}
