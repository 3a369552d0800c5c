//! What anybody may take away: files, feeds, what search engines ask for, and what a page says of itself.

use serde_json::json;
use symbiosis::access::{Role, System};
use symbiosis::catalogue::{CatalogueError, commands};

use crate::support::{Listing, TestApp, TestBody};

const HERE: &str = "http://127.0.0.1";

/// What stands between two marks, every time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[actix_web::test]
async fn the_file_is_complete_however_many_offers_there_are() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let (bodies, now) = ([council.id], app.now());
    app.db
        .write(move |tx| {
            commands::fill_with_synthetic_offers(tx, System::of_this_process(), &bodies, 0, 450, now)
        })
        .await
        .map_err(|error: CatalogueError| error.to_string())
        .unwrap();

    let file = app.visitor().get("/catalogue.csv").await;

    file.assert_status(200);
    let rows: Vec<_> = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), 450);
    for number in 0..450 {
        let title = format!("made-up offer {number}");
        assert_eq!(rows.iter().filter(|row| row[2].ends_with(&title)).count(), 1, "{title}");
    }
    let some = app.visitor().get("/catalogue.csv?family=IT&sort=title").await;
    assert!(some.body.lines().count() < 450 && !some.body.contains("PAY-01"));
}

#[actix_web::test]
async fn the_file_takes_the_filters_of_the_catalogue_and_refuses_what_it_does_not_know() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let formula = Listing { title: "=HYPERLINK(\"x\")", description: "Two\nlines", ..Listing::default() };
    app.listed(&council, &formula).await;
    app.listed(&council, &Listing { service: "IT-01", title: "Tickets, solved", unit: "ticket", ..formula })
        .await;

    let file = app.visitor().get("/catalogue.csv?service=PAY-01").await;
    let refused = app.visitor().get("/catalogue.csv?from=soon&kind=castle").await;

    assert!(file.body.contains("\"'=HYPERLINK(\"\"x\"\")\",\"Two\nlines\",PAY-01,Payroll,"));
    assert!(!file.body.contains("Tickets"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"catalogue.csv\""));
    refused.assert_status(422);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    let documented = app.visitor().get("/open-data").await;
    for column in file.body.trim_start_matches('\u{feff}').lines().next().unwrap().split(',') {
        assert!(documented.body.contains(&format!("<code>{column}</code>")), "{column} is not explained");
    }
}

#[actix_web::test]
async fn a_feed_has_the_newest_offers_of_all_of_a_service_and_of_a_region() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale & Co Council", "Northmoor NHS Trust"]).await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    let (_, payroll) = app.listed(&council, &Listing::default()).await;
    app.clock.advance(chrono::Duration::minutes(1)).unwrap();
    app.listed(&trust, &Listing { service: "IT-01", title: "Tickets <b>", ..Listing::default() }).await;
    let visitor = app.visitor();

    let all = visitor.get("/feeds/offers").await;
    let service = visitor.get("/feeds/services/PAY-01").await;
    let region = visitor.get("/feeds/regions/wales").await;

    all.assert_status(200);
    assert_eq!(all.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    let titles = between(&all.body, "<title>", "</title>");
    assert_eq!(titles, ["New offers", "Tickets &lt;b&gt;", "Payroll for up to 4,000 staff"]);
    assert_eq!(
        between(&all.body, "<updated>", "</updated>")[0],
        between(&all.body, "<updated>", "</updated>")[1]
    );
    assert!(all.body.contains(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{HERE}/feeds/offers\">"
    )));
    assert!(all.body.contains(&format!("<id>urn:uuid:{}</id>", payroll.trim_start_matches("/offers/"))));
    assert!(all.body.contains("<name>Ashdale &amp; Co Council</name>"));
    assert_eq!(between(&service.body, "<title>", "</title>").len(), 2);
    assert!(region.body.contains("<title>New offers in Wales</title>") && !region.body.contains("Payroll"));
    for path in ["/feeds/services/nothing", "/feeds/regions/nowhere"] {
        visitor.get(path).await.assert_status(404);
    }
    assert_eq!(between(&visitor.get("/feeds/services/IT-02").await.body, "<entry>", "</entry>").len(), 0);
}

#[actix_web::test]
async fn an_offer_that_opens_later_is_new_in_the_feeds_on_the_day_it_opens() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let (owner, path) = app.draft(&council, &Listing { title: "Opens later", ..Listing::default() }).await;
    let mut stepped = Listing { title: "Opens later", ..Listing::default() }.json();
    stepped["visibility"] = json!({ "bodies_from": "2026-11-23", "public_from": "2026-12-10" });
    owner.put(&path, &stepped).await.assert_status(200);
    owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    app.clock.advance(chrono::Duration::days(1)).unwrap();
    app.listed(&council, &Listing { title: "Came after", ..Listing::default() }).await;
    let visitor = app.visitor();
    let early = visitor.get("/feeds/offers").await;

    app.clock.advance(chrono::Duration::days(20)).unwrap();

    assert!(!early.body.contains("Opens later"));
    for feed in ["/feeds/offers", "/feeds/services/PAY-01", "/feeds/regions/north-west"] {
        let opened = visitor.get(feed).await;
        let titles = between(&opened.body, "<title>", "</title>");
        assert_eq!(titles[1..], ["Opens later", "Came after"], "{feed}");
        let dates = between(&opened.body, "<updated>", "</updated>");
        assert!(dates[0] == dates[1] && dates[0].starts_with("2026-12-10T00:00:00"), "{feed}: {dates:?}");
    }
    let other = visitor.get("/feeds/services/IT-01").await;
    assert!(!other.body.contains("Opens later"));
    let map = visitor.get("/sitemaps/offers-1").await;
    assert!(map.body.contains("2026-12-10"), "{}", map.body);
}

/// A published need of a body; its path.
async fn needed(app: &TestApp, body: &TestBody, title: &str) -> String {
    let owner = app.api(body, &[Role::Negotiator]).await;
    let need = json!({
        "service": "IT-01", "shape": "capacity", "title": title, "description": "From spring.", "unit": "ticket",
        "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2027-09", "pays": "cash",
    });
    let path = format!("/needs/{}", owner.post("/needs", &need).await.json()["id"].as_str().unwrap());
    owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    path
}

#[actix_web::test]
async fn needs_have_feeds_of_their_own_and_a_place_in_the_sitemap() {
    let app = TestApp::with_services().await;
    let trust = app.body("Northmoor NHS Trust").await;
    app.move_body(&trust, "Wales", "Wales", None).await;
    let need = needed(&app, &trust, "Tickets for our wards").await;
    let visitor = app.visitor();

    for path in ["/feeds/needs", "/feeds/needs/services/IT-01", "/feeds/needs/regions/wales"] {
        let feed = visitor.get(path).await;
        let entries = between(&feed.assert_status(200).body, "<entry>", "</entry>");
        assert_eq!(entries.len(), 1, "{path}");
        assert!(entries[0].contains("400 tickets a month, for cash") && entries[0].contains(&need), "{path}");
    }
    let none = visitor.get("/feeds/needs/services/PAY-01").await;
    assert!(!none.assert_status(200).body.contains("<entry>"));
    visitor.get("/feeds/needs/regions/nowhere").await.assert_status(404);
    assert!(visitor.get("/sitemaps/needs-1").await.body.contains(&format!("{HERE}{need}</loc>")));
    let page = visitor.get(&need).await;
    assert!(page.body.contains(&format!("href=\"{HERE}/feeds/needs/services/IT-01\"")));
}

#[actix_web::test]
async fn what_is_the_same_for_everybody_may_be_kept_and_sets_no_cookie() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    app.listed(&council, &Listing::default()).await;
    let visitor = app.visitor();

    for path in ["/catalogue.csv", "/feeds/offers", "/robots.txt", "/sitemap.xml", "/sitemaps/pages"] {
        let answer = visitor.get(path).await;
        answer.assert_status(200);
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=300"), "{path}");
    }
    let first = visitor.get("/feeds/offers").await;
    let tag = first.header("etag").unwrap();
    let again = visitor.get_knowing("/feeds/offers", tag).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    app.clock.advance(chrono::Duration::minutes(1)).unwrap();
    app.listed(&council, &Listing { title: "Another", ..Listing::default() }).await;
    visitor.get_knowing("/feeds/offers", tag).await.assert_status(200);
}

#[actix_web::test]
async fn the_sitemap_names_public_pages_that_are_there() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let (_, offer) = app.listed(&council, &Listing::default()).await;
    let visitor = app.visitor();

    let robots = visitor.get("/robots.txt").await;
    let index = visitor.get("/sitemap.xml").await;

    assert!(robots.body.contains(&format!("Sitemap: {HERE}/sitemap.xml")));
    assert!(robots.body.contains("Disallow: /our-body"));
    let parts = between(&index.body, "<loc>", "</loc>");
    assert_eq!(parts.len(), 3, "{}", index.body);
    let mut named = Vec::new();
    for part in parts {
        let part = visitor.get(part.strip_prefix(HERE).unwrap()).await;
        part.assert_status(200);
        named.extend(between(&part.body, "<loc>", "</loc>").into_iter().map(str::to_owned));
    }
    assert!(
        named.contains(&format!("{HERE}{offer}")) && named.contains(&format!("{HERE}/bodies/{}", council.id))
    );
    for address in named {
        let page = visitor.get(address.strip_prefix(HERE).unwrap()).await;
        page.assert_status(200);
        assert!(page.body.contains("<link rel=\"canonical\""), "{address} does not say what it is");
    }
    for path in ["/sitemaps/offers-2", "/sitemaps/x", "/sitemaps/offers-x", "/sitemaps/bodies-9999999"] {
        visitor.get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn a_shared_link_says_what_it_leads_to_and_a_private_page_says_nothing() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let (api, offer) = app.listed(&council, &Listing::default()).await;
    let visitor = app.visitor();

    let open = visitor.get(&offer).await;
    api.post(&format!("{offer}/pause"), &serde_json::json!({})).await.assert_status(200);
    let paused = visitor.get(&offer).await;
    let private = visitor.get("/sign-in").await;

    assert!(open.body.contains(
        "<meta name=\"description\" content=\"Payroll by Ashdale Council. Monthly payroll with pensions returns.\">"
    ));
    assert!(open.body.contains(&format!("<link rel=\"canonical\" href=\"{HERE}{offer}\">")));
    assert!(open.body.contains("<meta property=\"og:title\" content=\"Payroll for up to 4,000 staff\">"));
    assert!(
        open.body.contains(&format!("title=\"New offers of Payroll\" href=\"{HERE}/feeds/services/PAY-01\""))
    );
    let image = between(&open.body, "og:image\" content=\"", "\"")[0];
    visitor.get_bytes(image.strip_prefix(HERE).unwrap()).await;
    for page in [&paused, &private] {
        assert!(page.body.contains("<meta name=\"robots\" content=\"noindex\">"));
        assert!(!page.body.contains("og:") && !page.body.contains("name=\"description\""));
    }
}
