//! The program from the outside: what it refuses to start with, and how it stops.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

const SECRET: &str = "9f3c1b7ae25d4068b1c7f0e6a4d8395e";

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_symbiosis"));
        command
            .args(arguments)
            .env_clear()
            .env("SYMBIOSIS_DATA_DIR", self.folder.path())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments).envs(settings.iter().copied()).output().unwrap()
    }
}

#[track_caller]
fn assert_refused(output: &Output, because: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "it should have been refused");
    assert_eq!(said.lines().count(), 1, "one clear line: {said}");
    assert!(said.contains(because), "no “{because}” in: {said}");
}

#[track_caller]
fn assert_done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn serving_is_refused_with_one_line_for_each_thing_that_is_wrong() {
    let site = Site::new();

    assert_refused(&site.run(&["serve"], &[]), "secret is not set");
    assert_refused(&site.run(&["serve"], &[("SYMBIOSIS_SECRET", "weak")]), "secret is too weak");
    assert_refused(
        &site.run(&["serve"], &[("SYMBIOSIS_SECRET", SECRET), ("SYMBIOSIS_BASE_URL", "http://site.example")]),
        "https://",
    );
    assert_refused(&site.run(&["serve"], &[("SYMBIOSIS_SECRET", SECRET)]), "symbiosis migrate");
    assert_refused(
        &site.run(
            &["serve"],
            &[("SYMBIOSIS_SECRET", SECRET), ("SYMBIOSIS_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")],
        ),
        "cannot reach the database",
    );
    assert_refused(&site.run(&["serve"], &[("SYMBIOSIS_DATABASE_URL", "mysql://x")]), "database_url must be");
    assert_refused(&site.run(&["serve"], &[("SYMBIOSIS_WORKERS", "many")]), "workers must be");
}

#[test]
fn a_database_is_migrated_looked_over_and_proved_whole() {
    let site = Site::new();
    let settings = [("SYMBIOSIS_SECRET", SECRET)];

    let before = site.run(&["migrate", "--check"], &settings);
    let migrated = site.run(&["migrate"], &settings);
    let after = site.run(&["migrate", "--check"], &settings);
    let doctor = site.run(&["doctor"], &settings);
    let verified = site.run(&["audit", "verify"], &settings);

    assert!(!before.status.success());
    assert!(assert_done(&migrated).contains("ran: "));
    assert_done(&after);
    assert!(!assert_done(&doctor).contains("WRONG"));
    assert!(assert_done(&verified).contains("The audit trail is whole"));
}

#[test]
fn the_settings_in_force_are_shown_without_their_secrets() {
    let site = Site::new();

    let shown = site.run(
        &["config", "check"],
        &[
            ("SYMBIOSIS_SECRET", SECRET),
            ("SYMBIOSIS_DATABASE_URL", "postgres://clerk:pa55word@127.0.0.1/symbiosis"),
        ],
    );

    let said = assert_done(&shown);
    assert!(said.contains("postgres://clerk:hidden@127.0.0.1/symbiosis"), "{said}");
    assert!(!said.contains(SECRET) && !said.contains("pa55word"), "{said}");
}

#[test]
fn help_names_every_subcommand() {
    let said = assert_done(&Site::new().run(&["--help"], &[]));

    for name in ["demo", "serve", "migrate", "seed", "import", "operator", "audit", "net", "config", "doctor"]
    {
        assert!(said.contains(&format!("\n  {name}")), "no {name} in: {said}");
    }
}

#[test]
fn a_request_in_flight_is_answered_when_the_program_is_told_to_stop() {
    let site = Site::new();
    let mut demo = site
        .command(&["demo", "--data", "demo", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let address = address_of(&mut demo);

    // A form is in flight once the server asks for its body; the rest follows after the signal.
    let host = address.trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nOrigin: {address}\r\nExpect: 100-continue\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    let mut answers = BufReader::new(connection.try_clone().unwrap());
    let mut go_on = String::new();
    answers.read_line(&mut go_on).unwrap();
    Command::new("kill").args(["-TERM", &demo.id().to_string()]).status().unwrap();
    while TcpStream::connect(host).is_ok() {} // until it takes nobody else
    connection.write_all(b"email=a%40b").unwrap();
    let mut answer = String::new();
    answers.read_to_string(&mut answer).unwrap();

    assert!(go_on.starts_with("HTTP/1.1 100"), "{go_on}");
    assert!(answer.contains("HTTP/1.1 403") && answer.contains("This form has expired"), "{answer}");
    assert!(demo.wait().unwrap().success());
}

fn address_of(demo: &mut Child) -> String {
    let lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let line = lines.map_while(Result::ok).find(|line| line.starts_with("Symbiosis demo is at "));
    line.unwrap().trim_start_matches("Symbiosis demo is at ").to_owned()
}
