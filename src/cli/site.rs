//! What several subcommands need: the data folder, the database, the signing key, the mail transport, a running site.

use std::net::TcpListener;
use std::sync::Arc;

use tokio::sync::watch;

use super::Failure;
use crate::audit::SigningKey;
use crate::config::Settings;
use crate::kernel::Clock;
use crate::notify::Transport;
use crate::storage::{self, DatabaseUrl, Db, OpenError, Options};
use crate::web::{self, AppState};
use crate::worker::Worker;

pub(super) fn make_data_folder(settings: &Settings) -> Result<(), Failure> {
    let make = |folder: &std::path::Path| {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::new(format!("cannot make {}: {error}", folder.display())))
    };
    make(&settings.data_dir)?;
    if let DatabaseUrl::Sqlite(path) = &settings.database_url
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        make(folder)?;
    }
    Ok(())
}

/// The database, which must have the shape this program expects.
pub(super) fn open_database(settings: &Settings) -> Result<Db, Failure> {
    if let DatabaseUrl::Sqlite(path) = &settings.database_url
        && !path.exists()
    {
        return Err(Failure::new(format!(
            "there is no database at {}; run `symbiosis migrate` first",
            path.display()
        )));
    }
    let pending = storage::pending(&settings.database_url).map_err(Failure::new)?;
    if !pending.is_empty() {
        return Err(Failure::new(OpenError::Behind(pending.len())));
    }
    let options = Options { connections: settings.connections, ..Options::default() };
    Db::open(&settings.database_url, options).map_err(Failure::new)
}

pub(super) fn signing_key(settings: &Settings) -> Result<SigningKey, Failure> {
    SigningKey::load_or_create(&settings.audit_key_file).map_err(|error| {
        Failure::new(format!("cannot use the audit key {}: {error}", settings.audit_key_file.display()))
    })
}

pub(super) fn transport(settings: &Settings) -> Result<Transport, Failure> {
    match &settings.smtp_url {
        Some(url) => {
            Transport::smtp(url, &settings.mail_from, settings.smtp_ca_file.as_deref()).map_err(Failure::new)
        }
        None => Transport::folder(settings.data_dir.join("mail"), &settings.mail_from).map_err(Failure::new),
    }
}

/// Serves until the machine says stop, then lets what is in flight finish.
pub(super) fn serve(
    state: &Arc<AppState>,
    listener: TcpListener,
    settings: &Settings,
    clock: Clock,
    ready: impl FnOnce(),
) -> Result<(), Failure> {
    let worker = Worker {
        db: state.db.clone(),
        shelves: Arc::clone(&state.need_shelves),
        clock,
        transport: transport(settings)?,
        key: Arc::new(signing_key(settings)?),
        site: settings.base_url.clone(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(Failure::new)?;
    runtime.block_on(async {
        let server = web::start(Arc::clone(state), listener, settings.workers).map_err(Failure::new)?;
        let (stop, stopped) = watch::channel(false);
        let working = tokio::spawn(worker.run(stopped));
        ready();
        wait_for_stop().await;
        tracing::info!("stopping: finishing what is in flight");
        server.handle.stop(true).await;
        // Nobody listens any more if the worker has ended already, which is what is wanted.
        let _ = stop.send(true);
        working.await.map_err(Failure::new)?;
        server.task.await.map_err(Failure::new)?.map_err(Failure::new)
    })
}

async fn wait_for_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
