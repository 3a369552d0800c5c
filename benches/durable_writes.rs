//! How many durable writes a second SQLite carries from 64 clients, with group commit and without.
//!
//! `cargo bench --bench durable_writes`
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and stops when it cannot run"
)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use symbiosis::storage::{self, DatabaseUrl, Db, GroupCommit, Options, set_setting};

const CLIENTS: usize = 64;
const FOR: Duration = Duration::from_secs(5);

fn main() {
    println!("{CLIENTS} clients, {} s each, synchronous=FULL", FOR.as_secs());
    let alone = writes_per_second(GroupCommit::Alone);
    println!("one commit each    {alone:>8} writes/s");
    let together = writes_per_second(GroupCommit::Together);
    println!("group commit       {together:>8} writes/s");
    println!("ratio              {:>8}", together.checked_div(alone).unwrap_or_default());
}

fn writes_per_second(group_commit: GroupCommit) -> u64 {
    // Beside the build and not in /tmp, which may be memory: a durable write must reach a disk.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder for the database");
    let url = DatabaseUrl::Sqlite(folder.path().join("bench.db"));
    storage::migrate(&url).expect("a migrated database");
    let db = Db::open(&url, Options { group_commit, ..Options::default() }).expect("an open database");
    let done = AtomicU64::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (db, done) = (db.clone(), &done);
            scope.spawn(move || {
                let mut number = 0_u64;
                while started.elapsed() < FOR {
                    number += 1;
                    let name = format!("{client} {number}");
                    db.write_now(move |tx| set_setting(tx, &name, "a durable value")).expect("a write");
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    done.load(Ordering::Relaxed) * 1_000 / elapsed_ms.max(1)
}
