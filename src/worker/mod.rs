//! Background work: mail, the sealing of the audit trail, and what falls due by the calendar. All of it is rows in the
//! database, so it survives a crash, and several instances share it.

mod alerts;
mod due;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::audit::{self, SigningKey};
use crate::kernel::Clock;
use crate::needs::NeedShelves;
use crate::notify::{Transport, outbox};
use crate::storage::{Db, StorageError};

pub use alerts::look_for_news;
pub use due::run_due;

/// How often the worker looks for work.
const EVERY: Duration = Duration::from_secs(1);

/// What the worker works with.
#[derive(Clone, Debug)]
pub struct Worker {
    pub db: Db,
    pub shelves: Arc<NeedShelves>,
    pub clock: Clock,
    pub transport: Transport,
    pub key: Arc<SigningKey>,
    /// This site's address, for links in mails.
    pub site: String,
}

impl Worker {
    /// Works until `stop` says so; finishes what it has begun.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            if let Err(error) = self.round().await {
                tracing::warn!(%error, "background work will be tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                changed = stop.changed() => {
                    if changed.is_err() || *stop.borrow() {
                        return;
                    }
                }
            }
        }
    }

    /// Everything there is to do at the moment.
    pub async fn round(&self) -> Result<(), StorageError> {
        let now = self.clock.now();
        run_due(&self.db, now).await?;
        // Whatever is wrong with what people save must not keep mail from anybody.
        if let Err(error) = look_for_news(&self.db, &self.shelves, now).await {
            tracing::error!(%error, "saved searches will look again");
        }
        while outbox::send_next(&self.db, &self.transport, &self.site, self.clock.now()).await? {}
        loop {
            let key = Arc::clone(&self.key);
            if self.db.write(move |tx| audit::seal(tx, &key, now)).await? == 0 {
                return Ok(());
            }
        }
    }
}
