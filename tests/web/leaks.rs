//! Nothing that is hidden shows anywhere in public. One walk over every public output there is: each route that the
//! table calls public, each address that the sitemap, the pages and the feeds name, the API and the files. To hold
//! another kind of hiding to the same, add it to [`hidden`].

use std::collections::{BTreeSet, VecDeque};

use diesel::prelude::*;
use serde_json::json;
use symbiosis::access::Role;
use symbiosis::kernel::ids::BodyId;
use symbiosis::storage::schema::{agreements, bodies, legs};
use symbiosis::web::routes::{Guard, Method, table};
use symbiosis::worker::run_due;

use crate::agreed;
use crate::support::{Api, Client, Listing, TestApp, TestBody};

/// Something that no visitor may be told of.
struct Hidden {
    why: &'static str,
    /// Words that occur in its title and its description, and nowhere else.
    words: [&'static str; 2],
    /// Its page. Whoever saw a published version may see it again there, but nothing in public leads to it.
    path: Option<String>,
}

/// Everything that is hidden, each with words of its own.
async fn hidden(app: &TestApp, council: &TestBody) -> Vec<Hidden> {
    let listing =
        |words: [&'static str; 2]| Listing { title: words[0], description: words[1], ..Listing::default() };

    let draft = ["Kestreldraft", "Zephyrdraft"];
    let (owner, drafted) = app.draft(council, &listing(draft)).await;
    attach(&owner, &drafted, draft[0]).await;
    let paused = ["Kestrelpaused", "Zephyrpaused"];
    let (owner, pausing) = app.listed(council, &listing(paused)).await;
    owner.post(&format!("{pausing}/pause"), &json!({})).await.assert_status(200);
    let withdrawn = ["Kestrelwithdrawn", "Zephyrwithdrawn"];
    let (owner, withdrawing) = app.listed(council, &listing(withdrawn)).await;
    owner.post(&format!("{withdrawing}/withdraw"), &json!({})).await.assert_status(200);
    let over = ["Kestrelover", "Zephyrover"];
    let (_, past) = app.listed(council, &Listing { last_month: "2026-11", ..listing(over) }).await;
    let changed = ["Kestrelchange", "Zephyrchange"];
    let (owner, open) = app.listed(council, &Listing::default()).await;
    owner.put(&open, &listing(changed).json()).await.assert_status(200);

    let expired = ["Kestrelexpired", "Zephyrexpired"];
    let (owner, expiring) = app.draft(council, &listing(expired)).await;
    let mut soon = listing(expired).json();
    soon["confirm_days"] = json!(14);
    owner.put(&expiring, &soon).await.assert_status(200);
    owner.post(&format!("{expiring}/publish"), &json!({})).await.assert_status(200);

    let for_partners = ["Kestrelpartner", "Zephyrpartner"];
    let partner = app.body("Southmere University").await.id;
    let steps = json!({ "partners": [partner], "partners_from": "2026-11-20", "public_from": "2027-06-01" });
    let among_partners = opened(app, council, listing(for_partners), steps).await;
    let for_bodies = ["Kestrelbodies", "Zephyrbodies"];
    let among_bodies =
        opened(app, council, listing(for_bodies), json!({ "bodies_from": "2026-11-20" })).await;

    let mut hidden = vec![
        Hidden { why: "an offer for partners first", words: for_partners, path: Some(among_partners) },
        Hidden { why: "an offer for bodies alone", words: for_bodies, path: Some(among_bodies) },
        Hidden { why: "a draft", words: draft, path: Some(drafted) },
        Hidden { why: "a paused offer", words: paused, path: Some(pausing) },
        Hidden { why: "a withdrawn offer", words: withdrawn, path: Some(withdrawing) },
        Hidden { why: "an offer whose months are over", words: over, path: Some(past) },
        Hidden { why: "a change that is not published", words: changed, path: None },
        Hidden { why: "an offer that nobody confirmed", words: expired, path: Some(expiring) },
    ];
    hidden.extend(hidden_needs(app).await);
    hidden.push(hidden_agreement(app).await);
    hidden
}

/// An agreement that one of its two parties would like everybody to know of, and the other has not agreed to.
async fn hidden_agreement(app: &TestApp) -> Hidden {
    let words = ["Kestrelpact", "Zephyrpact"];
    let [asking, silent] = app.bodies(SILENT_PARTIES).await;
    let made = agreed::cash(app, &asking, &silent).await;
    let id = made.id;
    app.write(move |conn| {
        diesel::update(agreements::table.find(id)).set(agreements::title.eq(words[0])).execute(conn)?;
        let leg = legs::table.filter(legs::agreement_id.eq(id));
        diesel::update(leg).set(legs::description.eq(words[1])).execute(conn)
    })
    .await;
    let path = format!("/agreements/{id}");
    let signatory = app.api(&asking, &[Role::Signatory]).await;
    signatory.put(&format!("{path}/publication"), &json!({})).await.assert_status(200);
    Hidden { why: "an agreement that not every party made public", words, path: Some(path) }
}

/// Whoever reads of one of them reads nothing of the other, but in lists of bodies.
const SILENT_PARTIES: [&str; 2] = ["Quietmere District Council", "Hushford NHS Trust"];

/// A published offer that only some may see; its path.
async fn opened(
    app: &TestApp,
    owner: &TestBody,
    listing: Listing<'_>,
    visibility: serde_json::Value,
) -> String {
    let (owner, path) = app.draft(owner, &listing).await;
    let mut body = listing.json();
    body["visibility"] = visibility;
    owner.put(&path, &body).await.assert_status(200);
    attach(&owner, &path, listing.title).await;
    owner.post(&format!("{path}/publish"), &json!({})).await.assert_status(200);
    path
}

/// A document beside an offer, called what the offer is called.
async fn attach(owner: &Api, offer: &str, title: &str) {
    let path = format!("{offer}/attachments?name={title}.pdf");
    let content = format!("%PDF-1.7 {title}").into_bytes();
    owner.post_file(&path, "application/pdf", content).await.assert_status(201);
}

/// The same for needs.
async fn hidden_needs(app: &TestApp) -> Vec<Hidden> {
    let trust = app.body("Northmoor NHS Trust").await;
    let owner = app.api(&trust, &[Role::Negotiator]).await;
    let partner = app.body("Southmere University").await.id;
    let for_partners =
        json!({ "partners": [partner], "partners_from": "2026-11-20", "public_from": "2027-06-01" });
    let for_bodies = json!({ "bodies_from": "2026-11-20" });
    let later = json!({ "bodies_from": "2026-11-20", "public_from": "2026-12-01" });
    let everybody = serde_json::Value::Null;
    let mut hidden = Vec::new();
    for (why, words, visibility, deeds) in [
        ("a need that is a draft", ["Plovernot", "Tempestnot"], &everybody, &[][..]),
        ("a need whose months are over", ["Ploverover", "Tempestover"], &everybody, &["publish"]),
        ("a need that is withdrawn", ["Ploverback", "Tempestback"], &everybody, &["publish", "withdraw"]),
        ("a need that is met", ["Plovermet", "Tempestmet"], &everybody, &["publish", "meet"]),
        ("a need for partners first", ["Ploverpartner", "Tempestpartner"], &for_partners, &["publish"]),
        ("a need for bodies alone", ["Ploverbodies", "Tempestbodies"], &for_bodies, &["publish"]),
        (
            "a need that was met before it opened",
            ["Ploverearly", "Tempestearly"],
            &later,
            &["publish", "meet"],
        ),
    ] {
        let last_month = if visibility.is_null() { "2026-11" } else { "2027-10" };
        let path = needed(&owner, words, last_month, visibility, deeds).await;
        hidden.push(Hidden { why, words, path: Some(path) });
    }
    hidden
}

/// A need from this month on, and what was done with it; its path.
async fn needed(
    owner: &Api,
    [title, description]: [&str; 2],
    last_month: &str,
    visibility: &serde_json::Value,
    deeds: &[&str],
) -> String {
    let body = json!({
        "service": "PAY-01", "shape": "capacity", "title": title, "description": description,
        "unit": "payslip", "quantity_per_month": "400", "first_month": "2026-11", "last_month": last_month,
        "pays": "cash", "visibility": visibility,
    });
    let path = format!("/needs/{}", owner.post("/needs", &body).await.json()["id"].as_str().unwrap());
    for deed in deeds {
        owner.post(&format!("{path}/{deed}"), &json!({})).await.assert_status(200);
    }
    path
}

/// A need that everybody may see.
async fn public_need(app: &TestApp) {
    let owner = app.api(&app.body("Northmoor NHS Trust").await, &[Role::Negotiator]).await;
    let words = ["Payroll for nine hundred staff", "Our contract ends."];
    needed(&owner, words, "2027-10", &serde_json::Value::Null, &["publish"]).await;
}

/// Into the month after the one in which the last of [`hidden`] ends, when whatever expires has expired.
async fn later(app: &TestApp) {
    app.clock.advance(chrono::Duration::days(15)).unwrap();
    run_due(&app.db, app.now()).await.unwrap();
}

#[actix_web::test]
async fn nothing_private_leaks_into_anything_public() {
    let app = TestApp::with_services().await;
    let hidden = hidden(&app, &app.body("Ashdale Council").await).await;
    public_need(&app).await;
    let mut starts = starts();
    starts.extend(of_bodies(&app).await);
    later(&app).await;
    let mut walk = Walk { visitor: app.visitor(), waiting: starts, seen: BTreeSet::new(), met: 0 };

    let outputs = walk.everywhere().await;

    for (address, text) in &outputs {
        for Hidden { why, words, path } in &hidden {
            for word in words {
                assert!(!text.contains(word), "{address} tells of {why}: {word}");
            }
            let id = path.as_ref().and_then(|path| path.rsplit('/').next());
            assert!(!id.is_some_and(|id| text.contains(id)), "{address} leads to {why}");
        }
    }
    for (address, text) in &outputs {
        let of_one_body = address.starts_with("/bodies/") || address.starts_with("/api/v1/bodies/");
        let names = SILENT_PARTIES.iter().filter(|name| text.contains(**name)).count();
        assert!(!of_one_body || names < 2, "{address} tells that there is an agreement");
    }
    // The walk is worth something only if it sees what may be seen.
    let with_agreements = |part: &str| {
        outputs.iter().any(|(address, text)| address.contains(part) && text.contains("Openly University"))
    };
    assert!(
        with_agreements("/bodies/0") && with_agreements("/agreements.csv"),
        "no public agreement was walked"
    );
    let shown = outputs.iter().filter(|(_, text)| text.contains("Payroll for up to 4,000 staff"));
    let shown: Vec<&str> = shown.map(|(address, _)| address.as_str()).collect();
    for kind in [
        "/catalogue",
        "/catalogue.csv",
        "/feeds/offers",
        "/feeds/services/PAY-01",
        "/feeds/regions/north-west",
        "/browse/services/PAY-01",
        "/browse/regions/north-west",
        "/api/v1/catalogue",
    ] {
        assert!(shown.contains(&kind), "{kind} was not walked: {shown:?}");
    }
    let shown = outputs.iter().filter(|(_, text)| text.contains("Payroll for nine hundred staff"));
    let shown: Vec<&str> = shown.map(|(address, _)| address.as_str()).collect();
    for kind in [
        "/catalogue/needs",
        "/catalogue/needs.csv",
        "/feeds/needs",
        "/feeds/needs/services/PAY-01",
        "/api/v1/catalogue/needs",
    ] {
        assert!(shown.contains(&kind), "{kind} was not walked: {shown:?}");
    }
    assert!(outputs.len() > 100, "only {} outputs", outputs.len());
}

#[actix_web::test]
async fn nobody_finds_what_is_hidden_by_searching_for_its_words() {
    let app = TestApp::with_services().await;
    let hidden = hidden(&app, &app.body("Ashdale Council").await).await;
    later(&app).await;

    for Hidden { why, words, .. } in hidden {
        for word in words {
            let query = format!("/catalogue?q={word}");
            app.visitor().get(&query).await.assert_says("No offer fits");
            let found = app.api_visitor().get(&query).await.json();
            assert_eq!(found["total"], 0, "{why}: {word}");
            let near = app.visitor().get(&format!("/catalogue?q={word}s")).await;
            assert!(!near.body.contains(&format!("{word}<")), "{why}: {word} is told to who mistypes it");
            let file = app.visitor().get(&format!("/catalogue.csv?q={word}")).await;
            assert_eq!(file.body.lines().count(), 1, "{why}: {word}");
            let query = format!("/catalogue/needs?q={word}");
            app.visitor().get(&query).await.assert_says("No need fits");
            let near = app.visitor().get(&format!("{query}s")).await;
            assert!(!near.body.contains(&format!("{word}<")), "{why}: {word} is told to who mistypes it");
            assert_eq!(app.api_visitor().get(&query).await.json()["total"], 0, "{why}: {word}");
            let file = app.visitor().get(&format!("/catalogue/needs.csv?q={word}")).await;
            assert_eq!(file.body.lines().count(), 1, "{why}: {word}");
        }
    }
}

#[actix_web::test]
async fn the_documents_of_an_offer_are_hidden_with_it() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Council").await;
    let hidden = hidden(&app, &council).await;
    let owner = app.api(&council, &[Role::ServiceOwner]).await;
    let trust = app.body("Northmoor NHS Trust").await;
    let (visitor, stranger) = (app.api_visitor(), app.api(&trust, &[Role::Negotiator]).await);

    for Hidden { why, words, path } in hidden {
        let Some(path) = path.filter(|path| path.starts_with("/offers/")) else { continue };
        if visitor.get(&path).await.status == 200 {
            continue; // Whoever saw it published may see it again.
        }
        let documents = owner.get(&format!("{path}/attachments")).await.assert_status(200).json();
        let document = documents[0]["id"].as_str().unwrap_or_else(|| panic!("no document beside {why}"));
        visitor.get(&format!("{path}/attachments")).await.assert_status(404);
        visitor.get(&format!("{path}/attachments/{document}")).await.assert_status(404);
        let page = format!("{path}/attachments/{document}/{}.pdf", words[0]);
        app.visitor().get(&page).await.assert_status(404);
        let sees = stranger.get(&path).await.status;
        assert_eq!(stranger.get(&format!("{path}/attachments/{document}")).await.status, sees, "{why}");
    }
}

/// What there is for programs and as files of each body with an agreement; two of them made theirs public.
async fn of_bodies(app: &TestApp) -> Vec<String> {
    let [one, other] = app.bodies(["Frankford Council", "Openly University"]).await;
    let public = agreed::cash(app, &one, &other).await;
    for body in [&one, &other] {
        let signatory = app.api(body, &[Role::Signatory]).await;
        signatory.put(&format!("/agreements/{}/publication", public.id), &json!({})).await.assert_status(200);
    }
    let mut ids = vec![one.id.to_string(), other.id.to_string()];
    let silent = bodies::table.filter(bodies::name.eq_any(SILENT_PARTIES)).select(bodies::id);
    let silent: Vec<BodyId> = app.read(move |conn| silent.load(conn)).await;
    ids.extend(silent.iter().map(ToString::to_string));
    let outputs = [
        "/bodies/{}",
        "/bodies/{}/agreements.csv",
        "/api/v1/bodies/{}",
        "/api/v1/bodies/{}/agreements",
        "/api/v1/bodies/{}/partners",
        "/api/v1/bodies/{}/record",
    ];
    ids.iter().flat_map(|id| outputs.map(|output| output.replace("{}", id))).collect()
}

/// Every public route without a parameter, and some with a query.
fn starts() -> VecDeque<String> {
    let public =
        table().into_iter().filter(|route| route.guard == Guard::Public && route.method == Method::Get);
    let fixed = public.filter(|route| !route.path.contains('{')).map(|route| route.path.to_owned());
    let more = [
        "/catalogue?family=PAY&sort=newest",
        "/catalogue?q=payroll",
        "/catalogue.csv?service=PAY-01",
        "/catalogue/needs?q=payroll",
        "/catalogue/needs.csv?sort=title",
        "/api/v1/catalogue/needs?limit=200",
        "/map?family=PAY",
        "/api/v1/catalogue?limit=200&sort=title",
        "/api/v1/map?family=PAY",
        "/api/v1/browse/services/PAY-01",
        "/api/v1/browse/regions/north-west",
        "/api/v1/bodies?q=ashdale",
    ];
    fixed.chain(more.into_iter().map(str::to_owned)).collect()
}

/// A visitor who follows every link.
struct Walk {
    visitor: Client,
    waiting: VecDeque<String>,
    seen: BTreeSet<String>,
    met: usize,
}

impl Walk {
    /// More than there are; a walk that reaches it has lost its way.
    const MOST: usize = 600;

    /// The address and content of everything that can be reached.
    async fn everywhere(&mut self) -> Vec<(String, String)> {
        let mut outputs = Vec::new();
        while let Some(address) = self.waiting.pop_front() {
            let address = address.split('#').next().unwrap_or_default().to_owned();
            // Pictures and probes hold no text of anybody's; a sign-in page leads on for ever.
            let is_dull =
                ["/assets/", "/healthz", "/readyz", "/sign-in?"].iter().any(|dull| address.starts_with(dull));
            if is_dull || !self.seen.insert(address.clone()) {
                continue;
            }
            self.met += 1;
            assert!(self.met <= Self::MOST, "the walk does not end: {address}");
            let answer = self.visitor.get(&address).await;
            assert!(answer.status < 500, "{address}: {}", answer.text());
            if answer.status == 200 {
                self.waiting.extend(links(&answer.body));
                let headers: String =
                    answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
                outputs.push((address, answer.body + &headers));
            }
        }
        outputs
    }
}

/// Every address of this site that a text names, in HTML, Atom or a sitemap.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, end) in [("href=\"", '"'), ("<loc>", '<'), ("<uri>", '<'), ("<id>", '<')] {
        for rest in text.split(start).skip(1) {
            let address = rest.split(end).next().unwrap_or_default().replace("&amp;", "&");
            let path = address.strip_prefix("http://127.0.0.1").unwrap_or(&address);
            if path.starts_with('/') && !path.starts_with("//") {
                found.push(path.to_owned());
            }
        }
    }
    found
}
