//! Mail over a real server that asks for STARTTLS and a password, and refuses or puts off what it does not like.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use chrono::Duration;
use symbiosis::notify::{Mail, Transport, enqueue, link, outbox};

use crate::support::TestApp;

const FROM: &str = "Symbiosis <post@symbiosis.example>";

/// The kit's mail server, stopped when the test is over.
struct MailServer {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl MailServer {
    /// None where there is no kit; the test then says that it was left out.
    fn start() -> Option<Self> {
        let Some(kit) = std::env::var_os("SYMBIOSIS_KIT").map(PathBuf::from) else {
            eprintln!("left out: no mail server, because SYMBIOSIS_KIT is not set");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        certify(folder.path());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new(kit.join("serve-smtp"))
            .arg(port.to_string())
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // It prints its address when it is ready.
        let mut ready = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        assert!(ready.starts_with("smtp "), "{ready}");
        Some(Self { process, port, folder })
    }

    fn transport(&self, password: &str) -> Transport {
        let url = format!("smtp://app:{password}@localhost:{}", self.port);
        Transport::smtp(&url, FROM, Some(&self.file("authority.pem"))).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn received(&self) -> usize {
        let is_mail = |path: &Path| path.extension().is_some_and(|extension| extension == "eml");
        std::fs::read_dir(&self.folder)
            .unwrap()
            .filter(|entry| is_mail(&entry.as_ref().unwrap().path()))
            .count()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An authority of our own, and what it says of a server on this machine: where the server looks for it.
fn certify(folder: &Path) {
    let openssl = |arguments: &str| {
        let arguments = arguments.split(' ').chain(["-newkey", "rsa:2048", "-nodes", "-days", "2"]);
        let made = Command::new("openssl")
            .args(["req", "-x509"])
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    openssl("-subj /CN=Authority -keyout authority.key -out authority.pem");
    openssl(
        "-subj /CN=localhost -keyout key.pem -out cert.pem -CA authority.pem -CAkey authority.key -addext \
         basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:localhost",
    );
}

async fn write_to(app: &TestApp, to: &str) {
    let now = app.clock.now();
    let mail = Mail {
        to: to.to_owned(),
        subject: "Payslips from Ashdale — £4.40 each".to_owned(),
        text: format!("Open {} to read it.", link("/proposals/1")),
    };
    app.db.write(move |tx| enqueue(tx, mail, now)).await.unwrap();
}

async fn send_all(app: &TestApp, transport: &Transport) {
    while outbox::send_next(&app.db, transport, "https://symbiosis.example", app.clock.now()).await.unwrap() {
    }
}

#[actix_web::test]
async fn a_mail_leaves_by_starttls_with_a_password_and_what_the_server_refuses_is_shown_to_the_operator() {
    let Some(server) = MailServer::start() else { return };
    let app = TestApp::start().await;
    write_to(&app, "keziah@northmoor.example").await;
    write_to(&app, "bounce@northmoor.example").await;
    write_to(&app, "later@northmoor.example").await;

    send_all(&app, &server.transport("app-pass")).await;

    let received = std::fs::read_to_string(server.file("1.eml")).unwrap();
    let seen: serde_json::Value =
        serde_json::from_slice(&std::fs::read(server.file("1.json")).unwrap()).unwrap();
    assert_eq!(server.received(), 1);
    assert!(received.contains("https://symbiosis.example/proposals/1"), "{received}");
    assert_eq!(seen["to"], serde_json::json!(["keziah@northmoor.example"]));
    assert_eq!((&seen["tls"], &seen["auth"]), (&true.into(), &true.into()));
    let page = app.operator().await.get("/operator/mail").await;
    page.assert_says("bounce@northmoor.example");
    page.assert_says("no such mailbox");
    page.assert_says("later@northmoor.example");
}

#[actix_web::test]
async fn a_wrong_password_or_a_server_that_is_away_loses_no_mail() {
    let Some(server) = MailServer::start() else { return };
    let app = TestApp::start().await;
    write_to(&app, "keziah@northmoor.example").await;

    send_all(&app, &server.transport("wrong")).await;
    let refused = server.received();
    let nobody_there = Transport::smtp("smtp://app:app-pass@localhost:1", FROM, None).unwrap();
    app.clock.advance(Duration::minutes(2)).unwrap();
    send_all(&app, &nobody_there).await;
    app.clock.advance(Duration::minutes(3)).unwrap();
    send_all(&app, &server.transport("app-pass")).await;

    assert_eq!((refused, server.received()), (0, 1));
}

#[actix_web::test]
async fn a_server_whose_certificate_nobody_vouches_for_is_given_nothing() {
    let Some(server) = MailServer::start() else { return };
    let app = TestApp::start().await;
    write_to(&app, "keziah@northmoor.example").await;

    let url = format!("smtp://app:app-pass@localhost:{}", server.port);
    send_all(&app, &Transport::smtp(&url, FROM, None).unwrap()).await;

    assert_eq!(server.received(), 0);
}
