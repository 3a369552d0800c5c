//! Every public page, for search engines (sitemaps.org): an index, and parts of a size that is quickly made.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::fresh;
use crate::bodies;
use crate::catalogue::audience::View;
use crate::catalogue::browse;
use crate::catalogue::shelf::Shelf;
use crate::kernel::{Instant, PageRequest, london};
use crate::needs::shelf::NeedShelf;
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::urls;

/// How many addresses a part holds; a search engine takes ten times as many.
const PER_PART: u32 = 5_000;
const MIME: &str = "application/xml; charset=utf-8";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The pages there is one of each.
const PAGES: [&str; 10] = [
    urls::HOME,
    urls::catalogue::FIND,
    urls::browse::SERVICES,
    urls::browse::REGIONS,
    urls::browse::MAP,
    urls::bodies::LIST,
    urls::open_data::ABOUT,
    urls::API_GUIDE,
    urls::ACCESSIBILITY,
    urls::PRIVACY,
];

/// A path and when what it leads to was last changed.
type Entry = (String, Option<Instant>);

/// `GET /sitemap.xml`
pub(super) async fn index(cx: Cx, request: HttpRequest) -> WebResult<HttpResponse> {
    let (shelves, today) = (Arc::clone(&cx.app().shelves), london::date(cx.now()));
    let need_shelves = Arc::clone(&cx.app().need_shelves);
    let (offers, needs, all_bodies) = cx
        .read(move |conn| {
            let offers = shelves.current(conn)?.open(View::public(today)).count();
            let needs = need_shelves.current(conn)?.public(today).len();
            let bodies = bodies::queries::ids(conn, PageRequest::first(1))?.total;
            Ok::<_, StorageError>((
                u32::try_from(offers).unwrap_or(u32::MAX),
                u32::try_from(needs).unwrap_or(u32::MAX),
                u32::try_from(bodies).unwrap_or(u32::MAX),
            ))
        })
        .await?;
    let mut parts = vec!["pages".to_owned()];
    for (name, count) in [("offers", offers), ("needs", needs), ("bodies", all_bodies)] {
        parts.extend((1..=count.div_ceil(PER_PART)).map(|number| format!("{name}-{number}")));
    }
    let base_url = &cx.app().settings.base_url;
    let body = html! {
        sitemapindex xmlns=(NAMESPACE) {
            @for part in &parts { sitemap { loc { (base_url) (urls::open_data::sitemap_part(part)) } } }
        }
    };
    Ok(fresh::answer(&request, MIME, document(&body)))
}

/// `GET /sitemaps/{name}`
pub(super) async fn part(cx: Cx, request: HttpRequest, name: web::Path<String>) -> WebResult<HttpResponse> {
    let (what, number) = match name.rsplit_once('-') {
        Some((what, number)) => (what.to_owned(), number.parse::<u32>().map_err(|_| WebError::NotFound)?),
        None => (name.into_inner(), 1),
    };
    let (shelves, now) = (Arc::clone(&cx.app().need_shelves), cx.now());
    let entries = cx.read(move |conn| {
        let need_shelf = shelves.current(conn)?;
        let shelf = need_shelf.catalogue();
        Ok::<_, StorageError>(match what.as_str() {
            "pages" => pages(shelf, now),
            "offers" => offers(shelf, london::date(now), number),
            "needs" => needs(&need_shelf, london::date(now), number),
            "bodies" => of_bodies(conn, number)?,
            _ => Vec::new(),
        })
    });
    let entries = entries.await?;
    if entries.is_empty() {
        return Err(WebError::NotFound);
    }
    let base_url = &cx.app().settings.base_url;
    let body = html! {
        urlset xmlns=(NAMESPACE) {
            @for (path, changed) in &entries {
                url {
                    loc { (base_url) (path) }
                    @if let Some(changed) = changed { lastmod { (changed.to_rfc3339()) } }
                }
            }
        }
    };
    Ok(fresh::answer(&request, MIME, document(&body)))
}

fn document(body: &Markup) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", body.0)
}

fn pages(shelf: &Shelf, now: Instant) -> Vec<Entry> {
    let services = shelf.families().iter().flat_map(|family| &family.services);
    let services = services.map(|service| urls::browse::service(&service.code));
    let regions = browse::regions(shelf, View::public(london::date(now)), now)
        .into_iter()
        .map(|(region, _)| urls::browse::region(&region.slug()));
    let single = PAGES.iter().map(|path| (*path).to_owned());
    single.chain(services).chain(regions).map(|path| (path, None)).collect()
}

/// Offers in the order of their ids, so that a new one joins the last part and the others stay as they are.
fn offers(shelf: &Shelf, today: NaiveDate, number: u32) -> Vec<Entry> {
    let mut open: Vec<_> =
        shelf.open(View::public(today)).map(|offer| (offer.id, offer.public_since)).collect();
    open.sort_unstable();
    cut(open, number, urls::catalogue::offer)
}

/// The same of needs.
fn needs(shelf: &NeedShelf, today: NaiveDate, number: u32) -> Vec<Entry> {
    let open = shelf.public(today).into_iter().map(|(id, public_since)| (id, Some(public_since)));
    cut(open.collect(), number, urls::needs::need)
}

/// One part of everything.
fn cut<I>(all: Vec<(I, Option<Instant>)>, number: u32, path: impl Fn(I) -> String) -> Vec<Entry> {
    let skip =
        usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(PER_PART as usize);
    let part = all.into_iter().skip(skip).take(PER_PART as usize);
    part.map(|(id, since)| (path(id), since)).collect()
}

fn of_bodies(conn: &mut Conn, number: u32) -> Result<Vec<Entry>, StorageError> {
    part_of(number, |page| {
        let page = bodies::queries::ids(conn, page)?;
        let is_last = page.next_cursor().is_none();
        let entries = page.items.into_iter().map(|(id, at)| (urls::bodies::body(id), Some(at)));
        Ok((is_last, entries.collect()))
    })
}

/// The pages of a list that make up a part of the sitemap, up to the one that says it is the last.
fn part_of(
    number: u32,
    mut read: impl FnMut(PageRequest) -> Result<(bool, Vec<Entry>), StorageError>,
) -> Result<Vec<Entry>, StorageError> {
    const PAGES: u32 = PER_PART / PageRequest::MOST;
    let mut entries = Vec::new();
    let before = number.saturating_sub(1).saturating_mul(PAGES);
    for page in before.saturating_add(1)..=before.saturating_add(PAGES).min(PageRequest::LAST) {
        let (is_last, more) = read(PageRequest::new(page, PageRequest::MOST))?;
        entries.extend(more);
        if is_last {
            break;
        }
    }
    Ok(entries)
}
