//! What every page and every call has in common.

use symbiosis::access::Role;

use crate::support::TestApp;

#[actix_web::test]
async fn the_probes_say_that_the_site_lives_and_can_work() {
    let app = TestApp::start().await;

    let lives = app.visitor().get("/healthz").await;
    let works = app.visitor().get("/readyz").await;

    lives.assert_status(200);
    works.assert_status(200);
    assert_eq!(works.json()["writable"], true);
}

#[actix_web::test]
async fn a_visitor_is_welcomed_and_a_member_sees_what_waits() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;

    let welcome = app.visitor().get("/").await;
    let home = app.signed_in(&council, &[Role::Negotiator]).await.get("/").await;

    welcome.assert_status(200).assert_says("Share services with other public bodies");
    home.assert_status(200).assert_says("What waits for you").assert_says("Ashdale Borough Council");
}

#[actix_web::test]
async fn every_answer_carries_the_headers_that_protect_a_reader() {
    let app = TestApp::start().await;

    for path in ["/", "/no-such-page", "/api/v1/no-such-thing", "/healthz"] {
        let answer = app.visitor().get(path).await;

        assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
    }
}

#[actix_web::test]
async fn what_can_be_read_can_be_asked_about() {
    let app = TestApp::with_services().await;

    for path in ["/", "/catalogue", "/healthz", "/api/v1/openapi.json"] {
        let read = app.visitor().get(path).await;
        let asked = app.visitor().head(path).await;

        assert_eq!((read.status, asked.status), (200, 200), "{path}");
        assert_eq!(read.header("content-type"), asked.header("content-type"), "{path}");
        assert_eq!(asked.body, "", "{path}");
    }
    app.visitor().head("/no-such-page").await.assert_status(404);
}

#[actix_web::test]
async fn an_address_in_disguise_leads_nowhere() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let browser = app.signed_in(&council, &[Role::Administrator]).await;

    // A cookie alone never calls the API, however its address is written.
    for path in ["/api/v1/me", "/%61pi/v1/me", "/ap%69/v1/me", "/api%2Fv1/me"] {
        let answer = browser.get(path).await;
        assert!([401, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    app.visitor().get("/catalog%00ue").await.assert_status(404);
    for path in ["/catalogue?unit=%00&service=%00", "/catalogue?q=pay%00roll", "/bodies?q=%00"] {
        app.visitor().get(path).await.assert_status(200);
        app.api_visitor().get(path).await.assert_status(200);
    }
    app.api_visitor().get("/catalogue/needs?service=%00PAY-01").await.assert_status(200);
}

#[actix_web::test]
async fn an_unknown_address_is_a_page_for_people_and_a_problem_for_programs() {
    let app = TestApp::start().await;

    let page = app.visitor().get("/no-such-page").await;
    let problem = app.api_visitor().get("/no-such-thing").await;

    page.assert_status(404).assert_says("Page not found");
    problem.assert_status(404);
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    assert_eq!(problem.json()["status"], 404);
}

#[actix_web::test]
async fn a_token_says_whom_it_acts_for_and_nothing_works_without_one() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;

    let me = app.api(&council, &[Role::FinanceOfficer]).await.get("/me").await;
    let nobody = app.api_visitor().get("/me").await;

    me.assert_status(200);
    assert_eq!(me.json()["body_name"], "Ashdale Borough Council");
    assert_eq!(me.json()["capabilities"], serde_json::json!(["read_body", "manage_finance"]));
    nobody.assert_status(401);
}
