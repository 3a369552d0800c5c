//! What is news to somebody who keeps a search or a shortlist, and what is not: told once for each version of an offer.

use chrono::Duration;
use serde_json::{Value, json};
use symbiosis::access::Role;
use symbiosis::catalogue::Shelves;
use symbiosis::needs::NeedShelves;
use symbiosis::notify::{Transport, outbox};
use symbiosis::worker::{look_for_news, run_due};

use crate::support::{Answer, Api, Client, Listing, TestApp, TestBody};

const EMAIL: &str = "nia@northmoor.example";

/// Lets the worker look, `minutes` later.
async fn look_after(app: &TestApp, minutes: i64) {
    app.clock.advance(Duration::minutes(minutes)).unwrap();
    look_for_news(&app.db, &NeedShelves::new(Shelves::new(app.db.clone())), app.now()).await.unwrap();
}

async fn subjects(app: &TestApp) -> Vec<String> {
    app.mails_to(EMAIL).await.into_iter().map(|(subject, _)| subject).collect()
}

/// What the last mail says.
async fn text(app: &TestApp) -> String {
    app.mails_to(EMAIL).await.pop().map(|(_, text)| text).unwrap_or_default()
}

/// Every link of this site in a text.
fn links(text: &str) -> Vec<&str> {
    text.split("{{site}}").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect()
}

/// Somebody of a trust who is signed in, and the council that lists offers.
async fn reader(app: &TestApp) -> (Client, TestBody, TestBody) {
    let [trust, council] = app.bodies(["Northmoor NHS Trust", "Ashdale Council"]).await;
    let person = app.person_with_email("Nia Boateng", EMAIL, &trust, &[Role::Negotiator]).await;
    (app.browser_of(person, Some(trust.id)).await, trust, council)
}

async fn save(browser: &Client, name: &str, cadence: &str, query: &str) {
    let fields = [("name", name), ("cadence", cadence), ("query", query)];
    browser.post("/alerts", &fields).await.assert_status(303);
}

/// The search that a form is about to keep.
fn query_in(form: &Answer) -> String {
    form.hidden_field("query").unwrap().replace("&amp;", "&")
}

async fn publish_again(owner: &Api, offer: &str, listing: Value) {
    owner.put(offer, &listing).await.assert_status(200);
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
}

#[actix_web::test]
async fn a_search_that_finds_nothing_offers_to_tell_when_there_is_one() {
    let app = TestApp::with_services().await;
    let (browser, _, council) = reader(&app).await;

    let empty = browser.get("/catalogue?q=payroll&unit=payslip").await;
    empty.assert_says("No offer fits").assert_says("Tell me when there is one");
    assert!(empty.body.contains("href=\"/alerts/new?q=payroll&amp;unit=payslip\""), "{}", empty.body);
    app.visitor().get("/catalogue?q=payroll").await.assert_does_not_say("Tell me when there is one");
    let form = browser.get("/alerts/new?q=payroll&unit=payslip").await;
    save(&browser, "Payroll", "at_once", &query_in(&form)).await;
    look_after(&app, 2).await;
    app.listed(&council, &Listing::default()).await;
    look_after(&app, 2).await;

    assert_eq!(subjects(&app).await, ["A new offer fits “Payroll”"]);
}

#[actix_web::test]
async fn a_lower_price_and_a_change_that_makes_an_offer_fit_are_told_once_for_each_version() {
    let app = TestApp::with_services().await;
    let (browser, _, council) = reader(&app).await;
    let (owner, offer) = app.listed(&council, &Listing::default()).await;
    look_after(&app, 60).await;
    save(&browser, "Any payroll", "at_once", "service=PAY-01").await;
    save(&browser, "Cheap payroll", "at_once", "service=PAY-01&unit=payslip&price_to=4").await;
    look_after(&app, 60).await;
    assert_eq!(subjects(&app).await, Vec::<String>::new(), "what was there before is no news");
    let priced = |price: &'static str| Listing { price, ..Listing::default() }.json();

    // Dearer is no news; cheaper is, to the search that it fits, and once.
    publish_again(&owner, &offer, priced("4.60")).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await, Vec::<String>::new());
    publish_again(&owner, &offer, priced("4.20")).await;
    look_after(&app, 2).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await, ["An offer that fits “Any payroll” costs less"]);
    let told = text(&app).await;
    assert!(told.contains("Lower price: Payroll for up to 4,000 staff"), "{told}");
    assert!(told.contains("£4.20 per payslip (it was £4.40 per payslip)"), "{told}");

    // Below what the other search looks for, it is news to both, in one mail.
    publish_again(&owner, &offer, priced("3.90")).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await[1..], ["1 offer is news for 2 of your searches"]);
    let page = browser.get("/alerts").await;
    page.assert_says("Lower price").assert_says("See what has changed");

    // What did not fit is told of when it is changed so that it does.
    let (other, racks) = app
        .listed(
            &council,
            &Listing { service: "IT-03", title: "Racks", description: "Cold.", ..Listing::default() },
        )
        .await;
    save(&browser, "Cold rooms", "at_once", "q=basement").await;
    look_after(&app, 60).await;
    let before = subjects(&app).await.len();
    let cellar =
        Listing { service: "IT-03", title: "Racks", description: "In a basement.", ..Listing::default() };
    publish_again(&other, &racks, cellar.json()).await;
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await[before..], ["An offer has changed and fits “Cold rooms”"]);
}

#[actix_web::test]
async fn an_offer_that_was_away_is_new_to_a_search_that_never_saw_it() {
    let app = TestApp::with_services().await;
    let (browser, _, council) = reader(&app).await;
    let (owner, offer) = app.listed(&council, &Listing::default()).await;
    owner.post(&format!("{offer}/pause"), &json!({})).await.assert_status(200);
    look_after(&app, 60).await;
    save(&browser, "Payroll", "at_once", "service=PAY-01").await;

    look_after(&app, 60).await;
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await, ["A new offer fits “Payroll”"]);

    // Whoever has been told of it is not told again when it goes and comes back as it was.
    owner.post(&format!("{offer}/pause"), &json!({})).await.assert_status(200);
    look_after(&app, 60).await;
    owner.post(&format!("{offer}/publish"), &json!({})).await.assert_status(200);
    look_after(&app, 2).await;
    assert_eq!(subjects(&app).await.len(), 1);
}

#[actix_web::test]
async fn what_falls_due_together_is_told_in_one_mail_that_can_be_stopped_by_part_or_as_a_whole() {
    let app = TestApp::with_services().await;
    let (browser, _, council) = reader(&app).await;
    save(&browser, "Payroll", "daily", "service=PAY-01").await;
    save(&browser, "Everything", "daily", "").await;
    save(&browser, "Now", "at_once", "service=AUD-01").await;
    look_after(&app, 1).await;
    app.listed(&council, &Listing::default()).await;
    app.listed(&council, &Listing { service: "IT-03", title: "Racks", ..Listing::default() }).await;
    look_after(&app, 24 * 60).await;

    assert_eq!(subjects(&app).await, ["2 offers are news for 2 of your searches"]);
    let told = text(&app).await;
    let (everything, payroll) = (told.find("Your search “Everything”"), told.find("Your search “Payroll”"));
    assert!(everything.unwrap() < payroll.unwrap(), "{told}");
    assert_eq!(told.matches("\nAshdale Council, ").count(), 2, "each offer is told of in full once: {told}");
    assert!(told.contains("Payroll for up to 4,000 staff\n(as above)"), "{told}");
    let stops: Vec<&str> =
        links(&told).into_iter().filter(|link| link.starts_with("/alerts/stop/")).collect();
    assert_eq!(stops.len(), 3, "{told}");

    // One search's link leaves the others; the last stops everything, at once's too.
    let visitor = app.visitor();
    visitor.post(stops[0], &[]).await.assert_says("You get no more of the mails of “Everything”");
    visitor.get(stops[2]).await.assert_says("Stop all mails about what is new?");
    visitor.post(stops[2], &[]).await.assert_says("You get no more of all mails about what is new");
    app.listed(&council, &Listing { service: "AUD-01", title: "Audit days", ..Listing::default() }).await;
    look_after(&app, 7 * 24 * 60).await;
    assert_eq!(subjects(&app).await.len(), 1);
}

async fn person_of(app: &TestApp) -> symbiosis::kernel::ids::PersonId {
    use diesel::prelude::*;
    use symbiosis::storage::schema::people;
    app.read(|conn| people::table.filter(people::email.eq(EMAIL)).select(people::id).first(conn)).await
}

#[actix_web::test]
async fn a_mail_program_stops_such_mails_with_one_click_of_its_own() {
    let app = TestApp::with_services().await;
    let (browser, _, council) = reader(&app).await;
    save(&browser, "Payroll", "at_once", "service=PAY-01").await;
    look_after(&app, 2).await;
    app.listed(&council, &Listing::default()).await;
    look_after(&app, 2).await;
    let scratch = tempfile::tempdir().unwrap();
    let transport =
        Transport::folder(scratch.path().to_owned(), "Symbiosis <no-reply@symbiosis.example>").unwrap();

    while outbox::send_next(&app.db, &transport, "https://symbiosis.example", app.now()).await.unwrap() {}

    let files = std::fs::read_dir(scratch.path()).unwrap();
    let mails: Vec<String> =
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let mail = mails.iter().find(|mail| mail.contains(EMAIL)).unwrap();
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{mail}");
    let header = mail.split("List-Unsubscribe: <https://symbiosis.example").nth(1).unwrap();
    let path = header.split('>').next().unwrap();
    // It has neither a session nor a form, and names no origin (RFC 8058, section 3.1).
    let visitor = app.visitor();
    visitor.post_raw(path, None, &[]).await.assert_status(403);
    visitor.post_raw(path, Some("https://elsewhere.example"), &[("agreed", "yes")]).await.assert_status(403);
    visitor.post_raw("/alerts/seen", None, &[("List-Unsubscribe", "One-Click")]).await.assert_status(403);
    visitor.post_raw(path, None, &[("List-Unsubscribe", "One-Click")]).await.assert_status(200);
    browser.get("/alerts").await.assert_says("No mail, only show it here");
    // A mail that somebody has to act on has no such header.
    let others = mails.iter().filter(|mail| !mail.contains(EMAIL));
    assert!(others.clone().all(|mail| !mail.contains("List-Unsubscribe")));
}

#[actix_web::test]
async fn what_is_new_is_listed_page_by_page_for_one_search_or_all_and_as_a_file() {
    let app = TestApp::with_services().await;
    let (browser, trust, council) = reader(&app).await;
    save(&browser, "Payroll", "never", "service=PAY-01").await;
    save(&browser, "Audit", "never", "service=AUD-01").await;
    look_after(&app, 1).await;
    let titles: Vec<String> = (1..=21).map(|number| format!("Payroll number {number}")).collect();
    for title in &titles {
        app.listed(&council, &Listing { title, ..Listing::default() }).await;
    }
    app.listed(&council, &Listing { service: "AUD-01", title: "Audit days", ..Listing::default() }).await;
    look_after(&app, 2).await;

    let first = browser.get("/alerts").await;
    first.assert_says("22 offers found");
    assert!(first.body.contains("href=\"/alerts?page=2\""), "{}", first.body);
    let second = browser.get("/alerts?page=2").await;
    assert_eq!(second.body.matches("found by “").count(), 2, "{}", second.text());
    let at = first.body.find("href=\"/alerts?search=").map(|at| at + "href=\"".len()).unwrap();
    let one = first.body[at..].split('"').next().unwrap().to_owned();
    let audit = if browser.get(&one).await.text().contains("1 offer found") {
        one
    } else {
        let other = first.body.rsplit("href=\"/alerts?search=").next().unwrap();
        format!("/alerts?search={}", other.split('"').next().unwrap())
    };
    let page = browser.get(&audit).await;
    page.assert_says("1 offer found").assert_says("Audit days").assert_does_not_say("Payroll number 1");
    let search = audit.split('=').nth(1).unwrap();
    browser.post("/alerts/seen", &[("search", search)]).await.assert_status(303);
    browser.get(&audit).await.assert_says("none of them new to you");
    browser.get("/").await.assert_says("See 21 new offers that your search “Payroll” has found");
    let file = browser.get(&format!("/alerts/finds.csv?search={search}")).await;
    assert!(file.body.contains("Audit days,Ashdale Council,North West,"), "{}", file.body);
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    browser.post("/alerts/seen", &[]).await.assert_status(303);
    browser.get("/").await.assert_does_not_say("new offer");

    let api = app.api(&trust, &[Role::Negotiator]).await;
    assert_eq!(api.get("/saved-searches/finds?limit=5").await.json()["total"], 0, "others' finds are theirs");
    api.get("/saved-searches/finds?search=nonsense").await.assert_status(422);
    assert_eq!(api.get("/news-settings").await.json()["shortlist_mail"], "sent");
    let stopped = json!({ "shortlist_mail": "stopped" });
    assert_eq!(api.put("/news-settings", &stopped).await.json(), stopped);
    assert_eq!(api.get("/news-settings").await.json(), stopped);
}

/// A published need of a body for 400 payslips a month; its path.
async fn needed(api: &Api) -> String {
    let need = json!({
        "service": "PAY-01", "shape": "capacity", "title": "Payroll for four hundred", "description": "From spring.",
        "unit": "payslip", "quantity_per_month": "400", "first_month": "2027-04", "last_month": "2027-09",
        "pays": "cash", "highest_price": "5", "within_miles": 60,
    });
    let need = format!("/needs/{}", api.post("/needs", &need).await.json()["id"].as_str().unwrap());
    api.post(&format!("{need}/publish"), &json!({})).await.assert_status(200);
    need
}

#[actix_web::test]
async fn a_need_becomes_a_search_with_its_quantity_months_price_and_place_that_tells_of_new_offers() {
    let app = TestApp::with_services().await;
    let (browser, trust, council) = reader(&app).await;
    for (body, at) in [(&trust, ("53.40", "-2.30")), (&council, ("53.45", "-2.35"))] {
        app.move_body(body, "England", "North West", Some(at)).await;
    }
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let need = needed(&api).await;
    let query = "service=PAY-01&pays=cash&unit=payslip&price_to=5&from=2027-04&least=400&within=60&reach=us";

    assert_eq!(
        api.get(&format!("{need}/search")).await.json(),
        json!({ "query": query.replace("price_to=5", "price_to=5.00") })
    );
    for page in [need.clone(), format!("{need}/shortlist")] {
        let page = browser.get(&page).await;
        page.assert_says("Tell me of new offers").assert_says("Find a service");
        assert!(
            page.body.contains("/alerts/new?service=PAY-01&amp;pays=cash&amp;unit=payslip"),
            "{}",
            page.body
        );
    }
    let page = browser.get(&need).await;
    let href = page.body.split("href=\"").find(|href| href.starts_with("/alerts/new?")).unwrap();
    let href = href.split('"').next().unwrap().replace("&amp;", "&");
    let form = browser.get(&href).await;
    assert!(form.body.contains("value=\"Payroll for four hundred\""), "{}", form.body);
    save(&browser, "For the need", "at_once", &query_in(&form)).await;
    look_after(&app, 2).await;
    app.listed(&council, &Listing::default()).await;
    app.listed(&council, &Listing { title: "Too dear", price: "5.10", ..Listing::default() }).await;
    app.listed(&council, &Listing { title: "Too little", quantity: "300", ..Listing::default() }).await;
    look_after(&app, 2).await;

    assert_eq!(subjects(&app).await, ["A new offer fits “For the need”"]);
    let kept = api.post(&format!("{need}/search"), &json!({ "cadence": "weekly" })).await;
    kept.assert_status(201);
    assert_eq!(kept.json()["name"], "Payroll for four hundred");
    api.post(&format!("{need}/search"), &json!({ "cadence": "often" })).await.assert_status(422);
    let other = app.api(&council, &[Role::Negotiator]).await;
    other.get(&format!("{need}/search")).await.assert_status(404);
}

#[actix_web::test]
async fn whoever_shortlists_an_offer_is_told_once_when_it_changes_or_leaves() {
    let app = TestApp::with_services().await;
    let (browser, trust, council) = reader(&app).await;
    let api = app.api(&trust, &[Role::Negotiator]).await;
    let need = needed(&api).await;
    let (owner, offer) = app.listed(&council, &Listing::default()).await;
    let id = offer.rsplit('/').next().unwrap().to_owned();
    let need_id = need.rsplit('/').next().unwrap().to_owned();
    browser.post(&format!("/offers/{id}/shortlist"), &[("need", &need_id)]).await.assert_status(303);
    let hours_later = async || {
        app.clock.advance(Duration::hours(2)).unwrap();
        run_due(&app.db, app.now()).await.unwrap();
        run_due(&app.db, app.now()).await.unwrap();
    };
    hours_later().await;
    assert_eq!(subjects(&app).await, Vec::<String>::new());

    publish_again(&owner, &offer, Listing { price: "4.90", ..Listing::default() }.json()).await;
    hours_later().await;
    hours_later().await;
    assert_eq!(subjects(&app).await, ["“Payroll for up to 4,000 staff” on your shortlist has changed"]);
    let told = text(&app).await;
    assert!(told.contains(&format!("/needs/{need_id}/shortlist#offer-{id}")), "{told}");
    assert!(told.contains(&format!("/offers/{id}/versions/1")), "{told}");
    owner.post(&format!("{offer}/pause"), &json!({})).await.assert_status(200);
    hours_later().await;
    assert_eq!(subjects(&app).await[1..], ["“Payroll for up to 4,000 staff” on your shortlist is paused"]);

    // The link stops these mails and no others, and the page turns them on again.
    let stop =
        links(&text(&app).await).into_iter().find(|link| link.contains("/shortlists/")).unwrap().to_owned();
    app.visitor()
        .post(&stop, &[])
        .await
        .assert_says("You get no more of the mails about offers on your shortlists");
    owner.post(&format!("{offer}/withdraw"), &json!({})).await.assert_status(200);
    hours_later().await;
    assert_eq!(subjects(&app).await.len(), 2);
    let browser = app.browser_of(person_of(&app).await, Some(trust.id)).await;
    browser.get("/alerts").await.assert_says("You get no mail when an offer on a shortlist changes");
    browser.post("/alerts/shortlist-mail", &[("mail", "sent")]).await.assert_status(303);
    browser.get("/alerts").await.assert_says("Stop these mails");
}
