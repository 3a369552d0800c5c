//! Mail as the operator sees it, and the mailbox of a demo.

use diesel::prelude::*;
use symbiosis::notify::outbox;
use symbiosis::notify::{Transport, TransportError};
use symbiosis::storage::StorageError;
use symbiosis::storage::schema::mails;

use crate::support::TestApp;

async fn queue(app: &TestApp, to: &str) {
    let mail = symbiosis::notify::Mail {
        to: to.to_owned(),
        subject: "A new password for Symbiosis".into(),
        text: format!("Choose one here: {}", symbiosis::notify::link("/reset-password/secret")),
    };
    let now = app.now();
    app.db.write(move |tx| symbiosis::notify::enqueue(tx, mail, now)).await.unwrap();
}

fn folder(path: &std::path::Path) -> Result<Transport, TransportError> {
    Transport::folder(path.to_owned(), "Symbiosis <no-reply@symbiosis.example>")
}

async fn send_next(app: &TestApp, transport: &Transport) -> Result<bool, StorageError> {
    outbox::send_next(&app.db, transport, "https://symbiosis.example", app.now()).await
}

#[actix_web::test]
async fn a_mail_that_nobody_can_get_is_stuck_until_the_operator_sends_it_again() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let scratch = tempfile::tempdir().unwrap();
    let transport = folder(scratch.path()).unwrap();
    queue(&app, "not an address").await;
    assert!(send_next(&app, &transport).await.unwrap());
    assert!(!send_next(&app, &transport).await.unwrap());

    operator.get("/operator").await.assert_says("1 mail is stuck");
    let page = operator.get("/operator/mail").await;
    page.assert_says("Stuck").assert_says("not an address").assert_does_not_say("/reset-password/secret");
    let again = page.body.split("action=\"").find(|part| part.contains("/send-again\"")).unwrap();
    let again = again.split('"').next().unwrap().to_owned();
    app.write(|conn| {
        diesel::update(mails::table).set(mails::to_address.eq("ana@ashdale.example")).execute(conn)
    })
    .await;

    operator.post(&again, &[]).await.assert_status(303);

    assert!(send_next(&app, &transport).await.unwrap());
    operator.get("/operator/mail").await.assert_says("Every mail has left");
    let file = std::fs::read_dir(scratch.path()).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.contains("To: ana@ashdale.example"), "{text}");
    assert!(text.contains("https://symbiosis.example/reset-password/secret"), "{text}");
    operator.post(&again, &[]).await.assert_status(404);
}

#[actix_web::test]
async fn a_mail_that_could_not_leave_is_tried_again_after_a_pause() {
    let app = TestApp::start().await;
    let scratch = tempfile::tempdir().unwrap();
    let gone = scratch.path().join("gone");
    let transport = folder(&gone).unwrap();
    std::fs::remove_dir(&gone).unwrap();
    queue(&app, "ana@ashdale.example").await;

    assert!(send_next(&app, &transport).await.unwrap());
    assert!(!send_next(&app, &transport).await.unwrap());
    std::fs::create_dir(&gone).unwrap();
    app.clock.advance(chrono::Duration::minutes(1)).unwrap();

    assert!(send_next(&app, &transport).await.unwrap());
    assert_eq!(std::fs::read_dir(&gone).unwrap().count(), 1);
}

#[actix_web::test]
async fn only_the_operator_sees_mail_and_a_real_site_has_no_mailbox() {
    let app = TestApp::start().await;
    let council = app.body("Ashdale Borough Council").await;
    let admin = app.signed_in(&council, &[symbiosis::access::Role::Administrator]).await;

    admin.get("/operator").await.assert_status(403);
    admin.get("/operator/mail").await.assert_status(403);
    app.operator().await.get("/demo/mail").await.assert_status(404);
    admin.get("/demo/mail/01900000-0000-7000-8000-000000000000").await.assert_status(404);
}

#[actix_web::test]
async fn in_a_demo_the_links_of_a_mail_can_be_followed_and_people_signed_in_as() {
    let app = TestApp::start_demo().await;
    queue(&app, "ana@ashdale.example").await;
    let visitor = app.visitor();

    let list = visitor.get("/demo/mail").await;
    let mail = list.body.split("href=\"").find(|part| part.starts_with("/demo/mail/")).unwrap();
    let mail = visitor.get(mail.split('"').next().unwrap()).await;

    list.assert_says("ana@ashdale.example");
    mail.assert_says("http://127.0.0.1/reset-password/secret");
    assert!(mail.body.contains("href=\"/reset-password/secret\""), "{}", mail.body);
    visitor.get("/sign-in").await.assert_says("People of this demonstration").assert_says("Priya Example");
}
