//! Colleagues: who they are and what they may do.

use serde_json::json;
use symbiosis::access::Role;

use crate::support::TestApp;

#[actix_web::test]
async fn the_list_is_searched_filtered_sorted_and_downloaded() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    app.person_with_email("Ana Bell", "ana@ashdale.example", &council, &[Role::Negotiator]).await;
    app.person_with_email("Zoë Quill", "zoe@ashdale.example", &council, &[Role::Auditor]).await;
    let browser = app.signed_in(&council, &[Role::Auditor]).await;

    let all = browser.get("/our-body/people").await;
    let backwards = browser.get("/our-body/people?sort=-name").await;
    let found = browser.get("/our-body/people?q=ANA+bell").await;
    let auditors = browser.get("/our-body/people?role=auditor").await;
    let file = browser.get("/our-body/people.csv?role=negotiator").await;

    let place = |page: &str, name: &str| page.find(name).unwrap();
    assert!(place(&all.body, "Ana Bell") < place(&all.body, "Zoë Quill"));
    assert!(place(&backwards.body, "Ana Bell") > place(&backwards.body, "Zoë Quill"));
    found.assert_says("Ana Bell").assert_does_not_say("Zoë Quill");
    auditors.assert_says("Zoë Quill").assert_does_not_say("Ana Bell");
    assert_eq!(
        file.body.trim_start_matches('\u{feff}'),
        "Name,Email address,Roles,Last signed in\nAna Bell,ana@ashdale.example,Negotiator,\n"
    );
}

#[actix_web::test]
async fn a_member_sees_their_colleagues_and_nobody_of_another_body() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    app.person("Ana Bell", &council, &[Role::Negotiator]).await;
    app.person("Tess Trust", &trust, &[Role::Negotiator]).await;

    let page = app.signed_in(&council, &[Role::Auditor]).await.get("/our-body/people").await;

    page.assert_says("Ana Bell").assert_does_not_say("Tess Trust").assert_does_not_say("Invite a colleague");
}

#[actix_web::test]
async fn new_roles_count_from_the_next_page_on() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let ana = app.person("Ana Bell", &council, &[Role::Negotiator]).await;
    let (her, admin) =
        (app.browser_of(ana, Some(council.id)).await, app.signed_in(&council, &[Role::Administrator]).await);
    her.get("/audit").await.assert_status(403);

    let none = admin.post(&format!("/our-body/people/{ana}"), &[]).await;
    let fields = [("roles", "auditor"), ("roles", "finance_officer")];
    let changed = admin.post(&format!("/our-body/people/{ana}"), &fields).await;

    none.assert_status(422).assert_says("Choose at least one role");
    assert_eq!(changed.location(), "/our-body/people");
    her.get("/audit").await.assert_status(200).assert_says("Membership changed");
    her.get("/account").await.assert_says("Finance officer, Auditor");
}

#[actix_web::test]
async fn somebody_removed_sees_nothing_more_of_the_body() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let ana = app.person("Ana Bell", &council, &[Role::Negotiator]).await;
    let (her, admin) =
        (app.browser_of(ana, Some(council.id)).await, app.signed_in(&council, &[Role::Administrator]).await);
    her.get("/our-body").await.assert_status(200);
    admin.get(&format!("/our-body/people/{ana}/remove")).await.assert_says("Remove Ana Bell?");

    admin.post(&format!("/our-body/people/{ana}/remove"), &[]).await.assert_status(303);

    her.get("/our-body").await.assert_status(403);
    her.get("/account").await.assert_status(200).assert_says("Nobody yet");
    admin.get(&format!("/our-body/people/{ana}")).await.assert_status(404);
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let only = app.person("Ana Bell", &council, &[Role::Administrator]).await;
    let admin = app.browser_of(only, Some(council.id)).await;

    let changed = admin.post(&format!("/our-body/people/{only}"), &[("roles", "auditor")]).await;
    let removed = admin.post(&format!("/our-body/people/{only}/remove"), &[]).await;

    changed.assert_status(422).assert_says("A body must keep at least one administrator");
    removed.assert_status(409).assert_says("A body must keep at least one administrator");
    admin.get(&format!("/our-body/people/{only}")).await.assert_status(200);
}

#[actix_web::test]
async fn of_two_administrators_who_remove_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let (ana, ben) = (
        app.person("Ana Bell", &council, &[Role::Administrator]).await,
        app.person("Ben Okri", &council, &[Role::Administrator]).await,
    );
    let (hers, his) =
        (app.browser_of(ana, Some(council.id)).await, app.browser_of(ben, Some(council.id)).await);
    let (to_ben, to_ana) =
        (format!("/our-body/people/{ben}/remove"), format!("/our-body/people/{ana}/remove"));

    let (one, other) = futures_util::future::join(hers.post(&to_ben, &[]), his.post(&to_ana, &[])).await;

    let went_well = [one.status, other.status].iter().filter(|status| **status == 303).count();
    assert_eq!(went_well, 1, "{} and {}", one.status, other.status);
}

#[actix_web::test]
async fn people_of_another_body_are_not_found() {
    let app = TestApp::start().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let stranger = app.person("Tess Trust", &trust, &[Role::Administrator]).await;
    let admin = app.signed_in(&council, &[Role::Administrator]).await;
    let program = app.api(&council, &[Role::Administrator]).await;

    admin.get(&format!("/our-body/people/{stranger}")).await.assert_status(404);
    admin.post(&format!("/our-body/people/{stranger}"), &[("roles", "auditor")]).await.assert_status(404);
    admin.post(&format!("/our-body/people/{stranger}/remove"), &[]).await.assert_status(404);
    program
        .put(&format!("/people/{stranger}/roles"), &json!({ "roles": ["auditor"] }))
        .await
        .assert_status(404);
    program.delete(&format!("/people/{stranger}")).await.assert_status(404);
}

#[actix_web::test]
async fn a_program_reads_and_changes_the_same() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let ana = app.person("Ana Bell", &council, &[Role::Negotiator]).await;
    let program = app.api(&council, &[Role::Administrator]).await;

    let changed = program.put(&format!("/people/{ana}/roles"), &json!({ "roles": ["signatory"] })).await;
    let signatories = program.get("/people?role=signatory&limit=1").await;
    let wrong = program.get("/people?role=king").await;
    let removed = program.delete(&format!("/people/{ana}")).await;

    changed.assert_status(200);
    assert_eq!(changed.json()["roles"], json!(["signatory"]));
    assert_eq!(signatories.json()["items"][0]["name"], "Ana Bell");
    assert_eq!(signatories.json()["next_cursor"], json!(null));
    wrong.assert_status(422);
    removed.assert_status(204);
    assert_eq!(program.get("/people?q=bell").await.json()["total"], 0);
}
