//! However often, by however many people and with whatever breaks in between: every row is loaded once, by whoever may.

use symbiosis::access::Role;
use symbiosis::access::capability::ManageOffers;
use symbiosis::bulk::commands::{begin_load, load_rows};
use symbiosis::bulk::model::{HowToLoad, LoadAs, Twins};
use symbiosis::bulk::queries;
use symbiosis::catalogue::OfferDraft;
use symbiosis::kernel::ids::BulkUploadId;

use super::{OWNER, plain, upload};
use crate::support::TestApp;

#[actix_web::test]
async fn a_load_that_is_cut_off_is_finished_by_whoever_goes_on_and_no_row_comes_twice() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let person = app.person("Olive Owner", &council, OWNER).await;
    let owner = app.browser_of(person, Some(council.id)).await;
    let colleague = app.signed_in(&council, OWNER).await;
    let titles: Vec<String> = (1..=120).map(|number| format!("Payroll {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let file =
        upload(&owner, "/offers/upload", "many.csv", plain(&titles)).await.assert_status(303).location();
    let same = upload(&colleague, "/offers/upload", "copy.csv", plain(&titles)).await.location();
    assert_eq!(same, file, "the same file, while it waits");

    // The process dies after its first batch.
    let id: BulkUploadId = file.rsplit('/').next().unwrap().parse().unwrap();
    let by = app.member::<ManageOffers>(person, &council).await;
    let (how, now) = (HowToLoad { load_as: LoadAs::Published, twins: Twins::Skip }, app.now());
    app.db
        .write(move |tx| {
            let (_, table, _) = queries::table::<OfferDraft>(tx.conn(), &by, id)?;
            begin_load::<OfferDraft>(tx, &by, id, how, now)?;
            load_rows::<OfferDraft>(tx, &by, id, &table, now)
        })
        .await
        .unwrap();
    colleague.get(&file).await.assert_says("50 of 120 rows are done").assert_says("Go on loading");
    colleague.get("/").await.assert_says("Load “many.csv” with your offers");
    colleague.post(&format!("{file}/discard"), &[]).await.assert_status(409);
    colleague.post(&format!("{file}/load"), &[("load_as", "drafts")]).await.assert_status(409);

    let (path, fields) = (format!("{file}/load"), [("load_as", "published")]);
    let (one, other) = tokio::join!(owner.post(&path, &fields), colleague.post(&path, &fields));
    one.assert_status(303);
    other.assert_status(303);
    owner.post(&path, &fields).await.assert_status(303);

    owner.get(&file).await.assert_says("Published 120 Duplicates left out 0 Bad rows left out 0");
    let offers = owner.get("/offers/all.csv").await;
    assert_eq!(offers.body.lines().count(), 121);
}

#[actix_web::test]
async fn two_files_with_the_same_rows_loaded_at_once_list_each_row_once() {
    let app = TestApp::with_services().await;
    let council = app.body("Ashdale Borough Council").await;
    let (owner, colleague) = (app.signed_in(&council, OWNER).await, app.signed_in(&council, OWNER).await);
    let titles: Vec<String> = (1..=60).map(|number| format!("Payroll {number}")).collect();
    let mut titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let first = upload(&owner, "/offers/upload", "one.csv", plain(&titles)).await.location();
    titles.reverse();
    let second = upload(&colleague, "/offers/upload", "two.csv", plain(&titles)).await.location();
    assert_ne!(first, second);

    let fields = [("load_as", "drafts")];
    let (one, two) = (format!("{first}/load"), format!("{second}/load"));
    let (one, two) = tokio::join!(owner.post(&one, &fields), colleague.post(&two, &fields));

    one.assert_status(303);
    two.assert_status(303);
    assert_eq!(owner.get("/offers/all.csv").await.body.lines().count(), 61);
}

#[actix_web::test]
async fn a_file_belongs_to_its_body_and_to_those_who_may_list() {
    let app = TestApp::with_services().await;
    let [council, trust] = app.bodies(["Ashdale Borough Council", "Northmoor NHS Trust"]).await;
    let (owner, stranger) = (app.signed_in(&council, OWNER).await, app.signed_in(&trust, OWNER).await);
    let auditor = app.signed_in(&council, &[Role::Auditor]).await;
    let file = upload(&owner, "/offers/upload", "ours.csv", plain(&["Payroll"])).await.location();

    for path in [
        file.clone(),
        format!("{file}/columns"),
        format!("{file}/bad-rows.csv"),
        file.replace("offers", "needs"),
    ] {
        stranger.get(&path).await.assert_status(404);
        auditor.get(&path).await.assert_status(403);
    }
    owner.get(&file.replace("offers", "needs")).await.assert_status(404);
    for path in [format!("{file}/load"), format!("{file}/columns"), format!("{file}/discard")] {
        stranger.post(&path, &[("load_as", "published")]).await.assert_status(404);
        auditor.post(&path, &[("load_as", "published")]).await.assert_status(403);
    }
    stranger.get("/offers/upload").await.assert_does_not_say("ours.csv");

    owner.post(&format!("{file}/discard"), &[]).await.assert_status(303);
    owner.get(&file).await.assert_status(404);
}

#[actix_web::test]
async fn a_body_that_is_not_verified_keeps_its_rows_as_drafts() {
    let app = TestApp::with_services().await;
    let council = app.body_in_state("Ashdale Borough Council", "claimed").await;
    let owner = app.signed_in(&council, OWNER).await;
    let file = upload(&owner, "/offers/upload", "ours.csv", plain(&["Payroll"])).await.location();

    owner
        .get(&file)
        .await
        .assert_says("Your body is not verified yet")
        .assert_does_not_say("Publish the good ones");
    owner.post(&format!("{file}/load"), &[("load_as", "published")]).await.assert_status(409);
    owner.post(&format!("{file}/load"), &[("load_as", "drafts")]).await.assert_status(303);

    owner.get(&file).await.assert_says("Kept 1 offer as drafts");
}
