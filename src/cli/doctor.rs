//! `symbiosis doctor`: everything the site needs, one line each.

use super::{Failure, site};
use crate::config::{self, Settings};
use crate::kernel::{Clock, PageRequest};
use crate::notify::{MailState, queries};
use crate::storage::{self, Db, StorageError};

pub(super) fn run(settings: &Settings) -> Result<(), Failure> {
    let mut wrong = 0;
    let mut say = |name: &str, outcome: Result<String, String>| match outcome {
        Ok(detail) => println!("ok    {name}: {detail}"),
        Err(reason) => {
            wrong += 1;
            println!("WRONG {name}: {reason}");
        }
    };
    say("settings", config::check(settings).map(|()| "fit for serving".into()).map_err(|e| e.to_string()));
    let db = site::open_database(settings);
    match &db {
        Ok(db) => {
            say("database", database(db));
            say("writable", writable(db));
            say("mail", mail(db));
        }
        Err(failure) => say("database", Err(failure.to_string())),
    }
    say("mail transport", site::transport(settings).map(|it| format!("{it:?}")).map_err(|e| e.to_string()));
    let key = site::signing_key(settings);
    say("audit key", key.map(|_| settings.audit_key_file.display().to_string()).map_err(|e| e.to_string()));
    match wrong {
        0 => Ok(()),
        1 => Err(Failure::new("one thing is wrong")),
        wrong => Err(Failure::new(format!("{wrong} things are wrong"))),
    }
}

fn database(db: &Db) -> Result<String, String> {
    let outcome: Result<_, StorageError> = db.read_now(|conn| Ok(conn.database_name()));
    outcome.map(|name| format!("{name} at {}, up to date", db.url())).map_err(|error| error.to_string())
}

fn writable(db: &Db) -> Result<String, String> {
    let now = Clock::system().now();
    let outcome = db.write_now(move |tx| storage::note_readiness(tx, now));
    outcome.map(|()| "takes a write".into()).map_err(|error| error.to_string())
}

fn mail(db: &Db) -> Result<String, String> {
    let unsent = db
        .read_now(|conn| queries::unsent(conn, PageRequest::first(PageRequest::MOST)))
        .map_err(|error| error.to_string())?;
    let stuck = unsent.items.iter().filter(|mail| mail.state == MailState::Stuck).count();
    if stuck == 0 {
        Ok(format!("{} waiting, none stuck", unsent.total))
    } else {
        Err(format!("{stuck} stuck"))
    }
}
