//! Finding a body, claiming it, and the operator's answer.

use symbiosis::access::{Role, System};
use symbiosis::bodies::import::import_registers;
use symbiosis::kernel::ids::BodyId;

use crate::support::{Answer, Client, TestApp};

const REGISTER: &str = "code,scheme,name,kind,nation,region,lat,lon,website,valid_from,valid_to,successor,alt_codes,notes
X1,ONS-GSS,Ashdale Borough Council,unitary authority,England,North West,,,https://www.ashdale.gov.uk/home,,,,GB-LAE-ASH,
X2,ONS-GSS,Moorland Council,county council,England,South West,,,https://www.moorland.gov.uk/,,,,,
X3,ONS-GSS,Moorland Fire Service,fire and rescue service,England,South West,,,https://moorland.gov.uk/fire,,,,,
X4,ONS-GSS,Old Dale Council,non-metropolitan district,England,North West,,,https://olddale.gov.uk/,,2020-03-31,X1,,
R1,NHS-ODS,Northmoor NHS Trust,acute trust,England,North West,,,https://www.northmoor.nhs.uk/,,,,,
";

const PASSWORD: &str = "quiet heron lantern";

/// An application that knows the bodies of [`REGISTER`].
async fn app_with_bodies() -> TestApp {
    let app = TestApp::start().await;
    let (db, now) = (app.db.clone(), app.clock.now());
    tokio::task::spawn_blocking(move || {
        import_registers(&db, System::of_this_process(), "test.csv", REGISTER.as_bytes(), now).unwrap();
    })
    .await
    .unwrap();
    app
}

async fn id_of(app: &TestApp, name: &str) -> BodyId {
    let query: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let found = app.api_visitor().get(&format!("/bodies?q={query}")).await;
    found.json()["items"][0]["id"].as_str().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn one_network_address_cannot_have_mail_sent_to_everybody() {
    let app = app_with_bodies().await;
    let (body, visitor) = (id_of(&app, "Ashdale").await, app.visitor());
    for number in 0..20 {
        claim(&visitor, body, &format!("person{number}@ashdale.gov.uk")).await.assert_status(303);
    }

    let refused = claim(&visitor, body, "another@ashdale.gov.uk").await;

    refused.assert_status(422).assert_says("Many claims were made from your network");
    assert!(app.mails_to("another@").await.is_empty());
}

async fn claim(browser: &Client, body: BodyId, email: &str) -> Answer {
    let fields = [("name", "Ana Bell"), ("job_title", "Head of IT"), ("email", email)];
    browser.post(&format!("/bodies/{body}/claim"), &fields).await
}

/// Claims `body` and follows the link, choosing a password.
async fn proved(app: &TestApp, body: BodyId, email: &str) {
    let browser = app.visitor();
    claim(&browser, body, email).await.assert_status(303);
    let link = app.last_link_to(email).await;
    browser.get(&link).await.assert_status(200);
    browser.post(&link, &[("password", PASSWORD)]).await.assert_status(303);
}

/// The page of the only claim that waits.
async fn waiting_claim(operator: &Client) -> String {
    let queue = operator.get("/operator/claims").await;
    let start = queue.body.find("/operator/claims/0").unwrap_or_else(|| panic!("{}", queue.text()));
    queue.body[start..].split('"').next().unwrap().to_owned()
}

async fn state(app: &TestApp, body: BodyId) -> String {
    let body = app.api_visitor().get(&format!("/bodies/{body}")).await;
    body.json()["state"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn anybody_finds_a_body_by_name_code_and_filter() {
    let app = app_with_bodies().await;
    let visitor = app.visitor();

    let by_name = visitor.get("/bodies?q=moorland").await;
    let by_code = visitor.get("/bodies?q=gb-lae-ash").await;
    let filtered = visitor.get("/bodies?q=moorland&kind=fire&kind=police").await;
    let nothing = visitor.get("/bodies?q=atlantis").await;
    let csv = visitor.get("/bodies.csv?region=South+West&sort=-name").await;

    by_name.assert_status(200).assert_says("2 bodies").assert_says("Moorland Fire Service");
    by_code.assert_says("1 body").assert_says("Ashdale Borough Council");
    filtered.assert_says("1 body").assert_does_not_say("Moorland Council");
    nothing.assert_says("No body fits");
    let names: Vec<&str> = csv.body.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(names, ["Moorland Fire Service", "Moorland Council"]);
}

#[actix_web::test]
async fn a_bodys_page_shows_codes_and_successors_to_all_and_people_to_its_members_alone() {
    let app = app_with_bodies().await;
    let (old, new) = (id_of(&app, "Old Dale Council").await, id_of(&app, "Ashdale").await);
    let [ours, theirs] = app.bodies(["Calder Council", "Esk Council"]).await;
    let member = app.signed_in(&ours, &[Role::Negotiator]).await;

    let over = app.visitor().get(&format!("/bodies/{old}")).await;
    let successor = app.visitor().get(&format!("/bodies/{new}")).await;
    let own = member.get(&format!("/bodies/{}", ours.id)).await;
    let other = member.get(&format!("/bodies/{}", theirs.id)).await;

    over.assert_says("This body has ended. Its work passed to Ashdale Borough Council");
    successor.assert_says("GB-LAE").assert_says("Came before Old Dale Council , on 1 April 2020");
    own.assert_says("Only you and your colleagues see this part").assert_says("Negotiator");
    other.assert_does_not_say("Only you and your colleagues").assert_status(200);
    for path in ["/bodies/nonsense", "/bodies/01900000-0000-7000-8000-000000000000"] {
        app.visitor().get(path).await.assert_status(404);
    }
}

#[actix_web::test]
async fn somebody_at_the_bodys_own_domain_claims_it_and_the_operator_makes_them_administrator() {
    let app = app_with_bodies().await;
    let ashdale = id_of(&app, "Ashdale").await;
    let operator = app.operator().await;

    proved(&app, ashdale, "Ana.Bell@it.ashdale.gov.uk").await;

    assert_eq!(state(&app, ashdale).await, "claimed");
    let mail = app.mails_to("operator@symbiosis.example").await;
    assert_eq!(mail[0].0, "Somebody claims Ashdale Borough Council");
    let claim = waiting_claim(&operator).await;
    let evidence = operator.get(&claim).await;
    evidence.assert_says("it.ashdale.gov.uk. 1 body has it").assert_says("The domain is the body’s own");
    let roles = [("roles", "administrator"), ("roles", "service_owner")];
    operator.post(&format!("{claim}/approve"), &roles).await.assert_status(303);
    assert_eq!(state(&app, ashdale).await, "verified");
    let ana = app.visitor();
    let sign_in = [("email", "ana.bell@it.ashdale.gov.uk"), ("password", PASSWORD)];
    ana.post("/sign-in", &sign_in).await.assert_status(303);
    ana.get("/").await.assert_says("Ashdale Borough Council").assert_says("What waits for you");
    ana.get(&format!("/bodies/{ashdale}")).await.assert_says("Administrator, Service owner");
    operator.post(&format!("{claim}/approve"), &roles).await.assert_status(409);
}

#[actix_web::test]
async fn a_shared_domain_grants_nothing_before_the_operator_agrees() {
    let app = app_with_bodies().await;
    let (fire, trust) = (id_of(&app, "Moorland Fire").await, id_of(&app, "Northmoor").await);
    let operator = app.operator().await;

    proved(&app, fire, "ana@moorland.gov.uk").await;

    assert_eq!(state(&app, fire).await, "listed");
    let claim = waiting_claim(&operator).await;
    operator
        .get(&claim)
        .await
        .assert_says("2 bodies have it")
        .assert_says("The address proves only that Ana Bell works for one of the bodies");
    let ana = app.visitor();
    let sign_in = [("email", "ana@moorland.gov.uk"), ("password", PASSWORD)];
    ana.post("/sign-in", &sign_in).await.assert_status(303);
    ana.get("/").await.assert_says("You do not act for a body yet");
    operator.post(&format!("{claim}/refuse"), &[("reason", "")]).await.assert_status(422);
    operator.post(&format!("{claim}/refuse"), &[("reason", "Not known there")]).await.assert_status(303);
    assert!(app.mails_to("ana@moorland").await.last().unwrap().1.contains("Not known there"));
    proved(&app, trust, "ben@nhs.net").await;
    assert_eq!(state(&app, trust).await, "listed");
}

#[actix_web::test]
async fn an_address_that_proves_nothing_is_refused_with_a_way_on_and_everything_typed_kept() {
    let app = app_with_bodies().await;
    let (ashdale, old) = (id_of(&app, "Ashdale").await, id_of(&app, "Old Dale").await);
    let visitor = app.visitor();

    let elsewhere = claim(&visitor, ashdale, "ana@moorland.gov.uk").await;
    let above = claim(&visitor, ashdale, "ana@gov.uk").await;
    let public = claim(&visitor, ashdale, "ana@gmail.com").await;
    let over = claim(&visitor, old, "ana@olddale.gov.uk").await;

    elsewhere.assert_status(422).assert_says("Enter an address at ashdale.gov.uk, or ask the operator");
    assert!(elsewhere.body.contains("value=\"Head of IT\""));
    above.assert_status(422);
    public.assert_status(422).assert_says("Anybody can have an address at gmail.com");
    over.assert_status(409);
    assert!(app.mails_to("ana@").await.is_empty());
}

#[actix_web::test]
async fn a_link_works_once_and_only_for_whom_it_was_sent_to() {
    let app = app_with_bodies().await;
    let ashdale = id_of(&app, "Ashdale").await;
    let other_body = app.body("Calder Council").await;
    let somebody_else = app.signed_in(&other_body, &[Role::Negotiator]).await;
    let visitor = app.visitor();

    claim(&visitor, ashdale, "ana@ashdale.gov.uk").await.assert_status(303);
    let older = app.last_link_to("ana@ashdale").await;
    claim(&visitor, ashdale, "ana@ashdale.gov.uk").await.assert_status(303);
    let link = app.last_link_to("ana@ashdale").await;

    visitor.get(&older).await.assert_status(410);
    somebody_else.get(&link).await.assert_status(409).assert_says("sign out first");
    somebody_else.post(&link, &[("password", PASSWORD)]).await.assert_status(409);
    visitor.post(&link, &[("password", "password")]).await.assert_status(422).assert_says("12 characters");
    visitor.post(&link, &[("password", PASSWORD)]).await.assert_status(303);
    visitor.post(&link, &[("password", PASSWORD)]).await.assert_status(410);
    visitor.get("/claims/made-up").await.assert_status(410);
    app.clock.advance(chrono::Duration::hours(25)).unwrap();
    claim(&visitor, ashdale, "ben@ashdale.gov.uk").await.assert_status(303);
    let late = app.last_link_to("ben@ashdale").await;
    app.clock.advance(chrono::Duration::hours(25)).unwrap();
    visitor.get(&late).await.assert_status(410);
}

#[actix_web::test]
async fn a_claim_says_the_same_whether_or_not_the_address_is_known() {
    let app = app_with_bodies().await;
    let ashdale = id_of(&app, "Ashdale").await;
    let body = crate::support::TestBody { id: ashdale, name: "Ashdale Borough Council".into() };
    app.person_with_email("Cy Known", "cy@ashdale.gov.uk", &body, &[Role::Negotiator]).await;
    let visitor = app.visitor();

    let known = claim(&visitor, ashdale, "cy@ashdale.gov.uk").await;
    let unknown = claim(&visitor, ashdale, "di@ashdale.gov.uk").await;

    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(app.mails_to("cy@").await[0].0, "You act for Ashdale Borough Council already");
    for _ in 0..6 {
        claim(&visitor, ashdale, "di@ashdale.gov.uk").await;
    }
    claim(&visitor, ashdale, "di@ashdale.gov.uk")
        .await
        .assert_status(422)
        .assert_says("Try again in 60 minutes");
}

#[actix_web::test]
async fn a_body_with_administrators_decides_itself_who_joins() {
    let app = app_with_bodies().await;
    let ashdale = id_of(&app, "Ashdale").await;
    let operator = app.operator().await;
    proved(&app, ashdale, "ana@ashdale.gov.uk").await;
    proved(&app, ashdale, "ben@ashdale.gov.uk").await;
    let first = waiting_claim(&operator).await;
    operator.post(&format!("{first}/approve"), &[("roles", "administrator")]).await.assert_status(303);

    let page = app.visitor().get(&format!("/bodies/{ashdale}/claim")).await;
    let visitor = app.visitor();
    claim(&visitor, ashdale, "cy@ashdale.gov.uk").await.assert_status(303);
    let link = app.last_link_to("cy@ashdale").await;
    let confirmed = visitor.post(&link, &[]).await;

    page.assert_says("has administrators here already");
    confirmed.assert_status(303);
    operator.get("/operator/claims").await.assert_says("No claim waits");
    let asked: Vec<String> =
        app.mails_to("ana@ashdale").await.into_iter().map(|(subject, _)| subject).collect();
    let asks =
        asked.iter().filter(|subject| subject.ends_with("would like to act for Ashdale Borough Council"));
    assert_eq!(asks.count(), 2, "{asked:?}");
}

#[actix_web::test]
async fn an_operator_adds_a_domain_takes_it_back_and_verifies_a_body() {
    let app = app_with_bodies().await;
    let trust = id_of(&app, "Northmoor").await;
    let operator = app.operator().await;
    let page = format!("/operator/bodies/{trust}");

    operator.post(&format!("{page}/domains"), &[("domain", "gov.uk")]).await.assert_status(422);
    operator.post(&format!("{page}/domains"), &[("domain", "northmoor.example")]).await.assert_status(303);
    operator.post(&format!("{page}/domains"), &[("domain", "northmoor.example")]).await.assert_status(422);
    operator.get(&page).await.assert_says("northmoor.example An operator 1 body");
    claim(&app.visitor(), trust, "ana@northmoor.example").await.assert_status(303);
    operator
        .get(&format!("{page}/domains/remove?domain=northmoor.example"))
        .await
        .assert_says("Remove northmoor");
    operator
        .post(&format!("{page}/domains/remove"), &[("domain", "northmoor.example")])
        .await
        .assert_status(303);
    operator
        .post(&format!("{page}/domains/remove"), &[("domain", "northmoor.nhs.uk")])
        .await
        .assert_status(404);
    claim(&app.visitor(), trust, "ben@northmoor.example").await.assert_status(422);

    let version = operator.get(&format!("{page}/verify")).await.hidden_field("version").unwrap();
    operator.post(&format!("{page}/verify"), &[("version", "99")]).await.assert_status(409);
    operator.post(&format!("{page}/verify"), &[("version", &version)]).await.assert_status(303);
    assert_eq!(state(&app, trust).await, "verified");
    operator.get(&format!("{page}/verify")).await.assert_status(409);
}

#[actix_web::test]
async fn the_operators_pages_are_closed_to_everybody_else() {
    let app = app_with_bodies().await;
    let ashdale = id_of(&app, "Ashdale").await;
    let body = app.body("Calder Council").await;
    let administrator = app.signed_in(&body, &[Role::Administrator]).await;

    for path in ["/operator/claims".to_owned(), format!("/operator/bodies/{ashdale}")] {
        administrator.get(&path).await.assert_status(403);
    }
    let verify = format!("/operator/bodies/{ashdale}/verify");
    administrator.post(&verify, &[("version", "1")]).await.assert_status(403);
    assert_eq!(state(&app, ashdale).await, "listed");
}

#[actix_web::test]
async fn a_program_reads_bodies_a_page_at_a_time_and_is_told_what_it_got_wrong() {
    let app = app_with_bodies().await;
    let api = app.api_visitor();

    let first = api.get("/bodies?limit=2&sort=name&standing=current").await.json();
    let next = first["next_cursor"].as_str().unwrap();
    let rest = api.get(&format!("/bodies?limit=2&sort=name&standing=current&cursor={next}")).await.json();

    assert_eq!(first["total"], 4);
    assert_eq!(first["items"][0]["name"], "Ashdale Borough Council");
    assert_eq!(rest["items"][1]["name"], "Northmoor NHS Trust");
    assert_eq!(rest["next_cursor"], serde_json::Value::Null);
    for wrong in ["/bodies?kind=dragon", "/bodies?limit=0", "/bodies?cursor=x", "/bodies?sort=up"] {
        api.get(wrong).await.assert_status(422);
    }
    api.get("/bodies?limit=many").await.assert_status(400);
    api.get("/bodies/nonsense").await.assert_status(404);
}
