//! The page that tells what may be taken away, in which columns, and under which licence.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::csv::COLUMNS;
use crate::web::context::Cx;
use crate::web::metadata::About;
use crate::web::ui::{Column, Link, Row, Table, breadcrumbs};
use crate::web::urls::{self, open_data};

/// `GET /open-data`
pub(super) async fn page(cx: Cx) -> HttpResponse {
    let about = About::new(
        open_data::ABOUT,
        "The catalogue of what public bodies can spare as CSV, JSON and Atom: columns, licence, how often it changes and \
         what we ask of programs.",
    )
    .feed("New offers", open_data::FEED)
    .feed("New needs", open_data::NEEDS_FEED);
    cx.public_page("Open data", about, view())
}

fn view() -> Markup {
    html! {
        (breadcrumbs(&[Link::new("Find a service", urls::catalogue::FIND)]))
        h1 { "Open data" }
        p.lede { "Every offer and every need that is open to everybody, and every agreement that its parties made public, for \
            anybody to use. No account and no key are needed." }
        h2 { "What there is" }
        (forms())
        h2 { "Columns of the CSV file" }
        p { "The file is CSV as RFC 4180 has it, in UTF-8 with a byte-order mark, with a header. It takes the same filters as the \
            catalogue: search there, then follow “Download these offers as CSV”. A cell that a spreadsheet would \
            take for a formula starts with an apostrophe." }
        (columns())
        h2 { "Licence" }
        p { "You may copy, publish, adapt and sell it under the "
            a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" rel="license external" {
                "Open Government Licence v3.0" }
            ". Say where it comes from: “Contains public sector information from Symbiosis, licensed under the Open \
            Government Licence v3.0.”" }
        h2 { "How often it changes" }
        p { "An offer is in the file, the feeds and the API the moment it is published or opens to everybody, and gone the moment it is paused \
            or withdrawn. What is free changes with every agreement. Caches on the way may keep an answer for five minutes. \
            Columns are only ever added, at the end; a change of any other kind will be announced here three months ahead." }
        h2 { "Fair use" }
        ul {
            li { "Ask for a feed no more than once in five minutes, and for the whole file no more than once an hour." }
            li { "Send back the " code { "ETag" } " of feeds and sitemaps as " code { "If-None-Match" } ": if nothing has \
                 changed you get a short 304." }
            li { "Call your program by its name in " code { "User-Agent" } ", with a way to reach you." }
            li { "We slow down whoever makes the site slow for others, and tell them if we know how." }
        }
        h2 { "What is not in it" }
        p { "Drafts, offers and needs that are paused, withdrawn, met or over, and whatever is not shown to everybody; proposals, \
            agreements that a party has not made public, what is paid for any, invoices and people. What is not on a public page is in no file either." }
    }
}

fn forms() -> Markup {
    let row = |what: &str, href: &str, path: &str, holds: &str| {
        Row::new([html! { a href=(href) { (what) } }, html! { code { (path) } }, html! { (holds) }])
    };
    Table::new("Forms of open data")
        .hidden_caption()
        .columns([Column::text("Form"), Column::text("Address"), Column::text("What it holds")])
        .rows([
            row(
                "CSV",
                open_data::CATALOGUE_CSV,
                "/catalogue.csv",
                "Every open offer, or those that fit your filters",
            ),
            row(
                "JSON",
                urls::API_GUIDE,
                "/api/v1/catalogue",
                "The same, in pages; also by service, by region and for the map",
            ),
            row("Atom, all", open_data::FEED, "/feeds/offers", "The 50 offers that were published, or opened to everybody, last"),
            row(
                "Atom by service",
                urls::browse::SERVICES,
                "/feeds/services/PAY-01",
                "The 50 published last of one service; each service’s page has its own",
            ),
            row(
                "Atom by region",
                urls::browse::REGIONS,
                "/feeds/regions/north-west",
                "The 50 published last in one region; each region’s page has its own",
            ),
            row(
                "CSV of needs",
                urls::needs::FIND_CSV,
                "/catalogue/needs.csv",
                "Every open need, or those that fit your filters",
            ),
            row("JSON of needs", urls::API_GUIDE, "/api/v1/catalogue/needs", "The same, in pages"),
            row("Atom of needs", open_data::NEEDS_FEED, "/feeds/needs", "The 50 needs published last"),
            row(
                "Atom of needs by service or region",
                urls::needs::FIND,
                "/feeds/needs/services/PAY-01",
                "The 50 published last; for a region, such as /feeds/needs/regions/north-west",
            ),
            row(
                "CSV of agreements",
                urls::bodies::LIST,
                "/bodies/{id}/agreements.csv",
                "Those of a body that all their parties made public, a row for each service; on the page of the body",
            ),
            row("JSON of agreements", urls::API_GUIDE, "/api/v1/bodies/{id}/agreements", "The same, in pages"),
            row("Sitemap", open_data::SITEMAP, "/sitemap.xml", "The address of every public page"),
        ])
        .folds_when_narrow()
        .render()
}

fn columns() -> Markup {
    Table::new("Columns of the CSV file")
        .hidden_caption()
        .columns([Column::text("Column"), Column::text("What it holds")])
        .rows(COLUMNS.iter().map(|(name, holds)| Row::new([html! { code { (name) } }, html! { (holds) }])))
        .render()
}
