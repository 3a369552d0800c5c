//! `symbiosis demo`: everything in one command, on this machine only.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::TcpListener;

use chrono::Duration;

use super::arguments::DemoOptions;
use super::{Failure, logging, site};
use crate::config::{self, Settings};
use crate::demo;
use crate::kernel::Clock;
use crate::storage::{self, Db, StorageError};
use crate::web::{AppState, CookieMode, DemoInfo, WebSettings};

pub(super) fn run(options: &DemoOptions) -> Result<(), Failure> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).map_err(|error| {
        let port = options.port;
        Failure::new(format!("cannot listen on port {port}: {error}; try another with --port, or --port 0"))
    })?;
    let address = listener.local_addr().map_err(Failure::new)?;
    let settings = settings(options, &format!("http://{address}"))?;
    logging::start("warn", settings.log_format)?;
    if options.reset {
        reset(options)?;
    }
    site::make_data_folder(&settings)?;
    storage::migrate(&settings.database_url).map_err(Failure::new)?;
    let db = site::open_database(&settings)?;
    let clock = Clock::shifted(Duration::seconds(clock_offset(&db)?));
    demo::load(&db, clock.now()).map_err(Failure::new)?;
    let web = WebSettings {
        base_url: settings.base_url.clone(),
        cookies: CookieMode::PlainLoopback,
        secret: settings.secret.clone().into_bytes(),
        trust_proxy: false,
        demo: Some(DemoInfo { sign_ins: demo::sign_ins(), data: options.data.clone() }),
    };
    let state = AppState::new(db, clock.clone(), web).map_err(Failure::new)?;
    site::serve(&state, listener, &settings, clock, || introduce(&settings))
}

/// The demo's own settings: nothing from outside counts but where its data lies.
fn settings(options: &DemoOptions, base_url: &str) -> Result<Settings, Failure> {
    let data = options.data.display().to_string();
    let environment: BTreeMap<String, String> = [
        ("SYMBIOSIS_DATA_DIR", data.as_str()),
        ("SYMBIOSIS_BASE_URL", base_url),
        ("SYMBIOSIS_CONFIG", "/dev/null"),
        // Good for this machine alone; `serve` refuses anything so well known.
        ("SYMBIOSIS_SECRET", "the demonstration's own secret, known to all"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    config::load(None, &environment).map_err(Failure::new)
}

fn reset(options: &DemoOptions) -> Result<(), Failure> {
    for name in ["symbiosis.db", "symbiosis.db-wal", "symbiosis.db-shm", "audit.pem"] {
        remove(&options.data.join(name), |path| std::fs::remove_file(path))?;
    }
    remove(&options.data.join("mail"), |path| std::fs::remove_dir_all(path))
}

fn remove(
    path: &std::path::Path,
    how: impl Fn(&std::path::Path) -> std::io::Result<()>,
) -> Result<(), Failure> {
    match how(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::new(format!("cannot remove {}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

/// How far the demo's clock was moved in earlier runs, in seconds.
fn clock_offset(db: &Db) -> Result<i64, Failure> {
    let stored: Result<_, StorageError> = db.read_now(|conn| storage::setting(conn, demo::CLOCK_SETTING));
    Ok(stored.map_err(Failure::new)?.and_then(|seconds| seconds.parse().ok()).unwrap_or(0))
}

fn introduce(settings: &Settings) {
    let mut text = format!("Symbiosis demo is at {}\n\n", settings.base_url);
    text += "This is a demonstration: its bodies and people are made up, and anybody on this machine can sign in.\n";
    text += &format!(
        "Its data is kept in {} (start with --reset to begin again).\n\n",
        settings.data_dir.display()
    );
    for sign_in in demo::sign_ins() {
        text += &format!(
            "{:<34}  {:<18}  {:<36}  {}\n",
            sign_in.body, sign_in.role, sign_in.email, sign_in.password
        );
    }
    text += "\nStop with Ctrl+C.\n";
    // Whoever reads only the first line and closes the pipe still wants the demo.
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        tracing::warn!(%error, "the introduction could not be printed");
    }
}
