//! How many requests a CPU second carries, and how that changes as offers become more.
//!
//!     cargo bench --bench requests                                          on SQLite
//!     BENCH_DATABASE_URL=postgres://… cargo bench --bench requests          on an empty PostgreSQL of this machine
//!     BENCH_OFFERS=1000,10000,100000 cargo bench --bench requests           with other sizes
//!     BENCH_PAGES=search cargo bench --bench requests                       only pages whose name has this in it
//!
//! The program itself is started, as anybody would, and asked over real connections. What counts is its own CPU time,
//! and PostgreSQL's where there is one, from `/proc`: the client's does not count, so the figures hold on a busy machine.
//! Then 32 clients ask at once: that is measured by the clock, and holds only for a machine that does nothing else.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a benchmark prints, and stops when it cannot run"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::time::Instant as Moment;

use diesel::prelude::*;
use symbiosis::access::System;
use symbiosis::bodies::BodyKind;
use symbiosis::bodies::commands::{DemoBody, ensure_body};
use symbiosis::catalogue::commands::fill_with_synthetic_offers;
use symbiosis::demo;
use symbiosis::kernel::ids::{BodyId, OfferId};
use symbiosis::kernel::{Clock, Instant};
use symbiosis::storage::schema::offers;
use symbiosis::storage::{self, DatabaseUrl, Db, Options, StorageError};

const CLIENTS: usize = 8;
/// How many ask at once, and how often each, when waiting is measured.
const CROWD: usize = 32;
const ASKED_BY_EACH: usize = 60;
const WARM_UP: usize = 200;
/// Requests that are sent together, again and again until they have cost enough to be measured.
const BATCH: usize = 200;
const ENOUGH_TICKS: u64 = 150;
const BODIES: u32 = 5_000;
/// Ticks of `/proc/PID/stat` in a second, on every Linux.
const TICKS_PER_SECOND: u64 = 100;

fn main() {
    let sizes = std::env::var("BENCH_OFFERS").unwrap_or_else(|_| "1000,10000".into());
    let sizes: Vec<u32> = sizes.split(',').map(|size| size.parse().expect("whole numbers")).collect();
    // Beside the build and not in /tmp, which may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let url = std::env::var("BENCH_DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let database: DatabaseUrl = url.parse().expect("a database URL");
    storage::migrate(&database).expect("a migrated database");
    let db = Db::open(&database, Options::default()).expect("an open database");
    let now = Clock::system().now();
    demo::seed(&db, now).expect("a seeded database");
    let bodies = make_bodies(&db, now);

    println!("{database}, {CLIENTS} connections, requests per CPU second");
    println!("{:>9}  {:<36} {:>6} {:>9} {:>9}", "offers", "page", "KiB", "plain", "gzip");
    let wanted = std::env::var("BENCH_PAGES").unwrap_or_default();
    let mut there = 0;
    for size in sizes {
        fill(&db, &bodies, there, size, now);
        there = size;
        let site = Site::start(&url, folder.path());
        let (before, started) = (site.memory(), Moment::now());
        site.ask(&["/catalogue".into()], "identity", 1);
        println!(
            "{size:>9}  the first search: {:.2} s; memory from {} to {} KiB",
            started.elapsed().as_secs_f64(),
            before,
            site.memory()
        );
        let pages = pages(&db).into_iter().filter(|(name, _)| name.contains(&wanted));
        for (name, paths) in pages {
            let (plain, bytes) = site.measure(&paths, "identity", &db);
            let (zipped, _) = site.measure(&paths, "gzip", &db);
            println!("{size:>9}  {name:<36} {:>6} {plain:>9} {zipped:>9}", bytes / 1024);
            if name.contains("search") || name == "/catalogue" {
                println!("{size:>9}    {}", site.crowd(&paths));
            }
        }
    }
}

fn make_bodies(db: &Db, now: Instant) -> Vec<BodyId> {
    const KINDS: [BodyKind; 4] =
        [BodyKind::Council, BodyKind::NhsTrust, BodyKind::University, BodyKind::Police];
    const REGIONS: [&str; 4] = ["North West", "South East", "Wales", "London"];
    const TOWNS: [&str; 10] = [
        "Ashdale",
        "Northmoor",
        "Kelby",
        "Fenwick",
        "Torcombe",
        "Wenhurst",
        "Oakmere",
        "Marlow",
        "Holstead",
        "Dalton",
    ];
    db.write_now(move |tx| -> Result<_, StorageError> {
        let mut made = Vec::new();
        for number in 0..BODIES {
            let name = format!("{} Body {number}", TOWNS[(number / 7 % 10) as usize]);
            let place = usize::try_from(number % 4).unwrap_or_default();
            let (code, domain) = (format!("BENCH-{number}"), format!("body-{number}.example"));
            let body = DemoBody {
                code: &code,
                name: &name,
                kind: KINDS[place],
                nation: "England",
                region: REGIONS[place],
                place: symbiosis::bodies::model::Place { latitude: 53.into(), longitude: (-2).into() },
                domain: &domain,
            };
            made.push(ensure_body(tx, System::of_this_process(), body, now)?);
        }
        Ok(made)
    })
    .expect("bodies")
}

/// In portions, so that no transaction is larger than a busy day's.
fn fill(db: &Db, bodies: &[BodyId], from: u32, to: u32, now: Instant) {
    for first in (from..to).step_by(1_000) {
        let (bodies, count) = (bodies.to_vec(), (to - first).min(1_000));
        db.write_now(move |tx| {
            fill_with_synthetic_offers(tx, System::of_this_process(), &bodies, first, count, now)
        })
        .expect("offers");
    }
    db.write_now(|tx| diesel::sql_query("ANALYZE").execute(tx.conn()).map_err(StorageError::from))
        .expect("statistics");
}

/// The measured pages: name, and the addresses that take turns.
fn pages(db: &Db) -> Vec<(&'static str, Vec<String>)> {
    let ids: Vec<OfferId> = db
        .read_now(|conn| {
            offers::table
                .select(offers::id)
                .order(offers::id)
                .limit(500)
                .load(conn)
                .map_err(StorageError::from)
        })
        .expect("offers to look at");
    // As people search: words that some hundredths of the offers have.
    let typical = [
        "payroll+pensions+coastal",
        "network+out-of-hours+rural",
        "audit+solicitors+city",
        "recruitment+bilingual+island",
        "hosting+disaster+recovery",
    ];
    // Words that a tenth to all of the offers have.
    let common =
        ["partners+working+days", "made-up+team+data", "counted+sorted+found", "offer+of+experience"];
    let one = ["payroll", "security", "pensions", "audit", "network"];
    let mistyped = ["pyaroll", "recruitmnet+bilingual", "netwrok+rural", "secruity"];
    let filters = ["family=FIN", "kind=council&sort=price", "region=Wales&pays=cash", "page=7"];
    let pages_of = |queries: &[&str]| queries.iter().map(|words| format!("/catalogue?q={words}")).collect();
    vec![
        ("/healthz, the floor", vec!["/healthz".into()]),
        ("/catalogue", vec!["/catalogue".into()]),
        ("/catalogue, search, one word", pages_of(&one)),
        ("/catalogue, search, 3 typical words", pages_of(&typical)),
        ("/catalogue, search, 3 common words", pages_of(&common)),
        ("/catalogue, search, mistyped", pages_of(&mistyped)),
        ("/catalogue, filters and sort", filters.map(|query| format!("/catalogue?{query}")).to_vec()),
        ("/offers/{id}", ids.iter().map(|id| format!("/offers/{id}")).collect()),
        ("/api/v1/catalogue", vec!["/api/v1/catalogue".into()]),
        ("/api/v1/catalogue, search", typical.map(|words| format!("/api/v1/catalogue?q={words}")).to_vec()),
    ]
}

/// A running `symbiosis serve`.
struct Site {
    process: Child,
    address: SocketAddr,
}

impl Site {
    fn start(database: &str, folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("its address");
        drop(free);
        let process = Command::new(env!("CARGO_BIN_EXE_symbiosis"))
            .arg("serve")
            .env("SYMBIOSIS_DATABASE_URL", database)
            .env("SYMBIOSIS_DATA_DIR", folder)
            .env("SYMBIOSIS_LISTEN", address.to_string())
            .env("SYMBIOSIS_SECRET", "5f1e0c93b7a84d62e91fc05d7a3b6824")
            .env("SYMBIOSIS_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let site = Self { process, address };
        while TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        site
    }

    /// Requests per CPU second of the program and its database, and the bytes of an answer.
    fn measure(&self, paths: &[String], encoding: &str, db: &Db) -> (u64, usize) {
        self.ask(paths, encoding, WARM_UP);
        let (before, mut requests, mut bytes) = (self.ticks(db), 0, 0);
        loop {
            bytes += self.ask(paths, encoding, BATCH);
            requests += BATCH;
            let ticks = self.ticks(db) - before;
            if ticks >= ENOUGH_TICKS {
                return (requests as u64 * TICKS_PER_SECOND / ticks, bytes / requests);
            }
        }
    }

    /// Sends `count` requests over several connections; the bytes of all answers.
    fn ask(&self, paths: &[String], encoding: &str, count: usize) -> usize {
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    scope.spawn(move || {
                        let mut connection = Connection::open(self.address);
                        (client..count)
                            .step_by(CLIENTS)
                            .map(|number| connection.get(&paths[number % paths.len()], encoding))
                            .sum::<usize>()
                    })
                })
                .collect();
            clients.into_iter().map(|client| client.join().expect("a client")).sum()
        })
    }

    /// How long each of many clients waits who ask at once, by the clock.
    fn crowd(&self, paths: &[String]) -> String {
        let waits = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CROWD)
                .map(|client| {
                    scope.spawn(move || {
                        let mut connection = Connection::open(self.address);
                        let ask = |number: usize| {
                            let begun = Moment::now();
                            connection.get(&paths[(client + number) % paths.len()], "identity");
                            begun.elapsed()
                        };
                        (0..ASKED_BY_EACH).map(ask).collect::<Vec<_>>()
                    })
                })
                .collect();
            let joined = clients.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.filter_map(Result::ok).flatten().collect::<Vec<_>>()
        });
        let mut waits: Vec<f64> = waits.iter().map(|wait| wait.as_secs_f64() * 1_000.0).collect();
        waits.sort_by(f64::total_cmp);
        let errors = CROWD * ASKED_BY_EACH - waits.len();
        let (median, slowest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
        format!("{CROWD} clients at once: {errors} errors, median {median:.1} ms, slowest {slowest:.1} ms")
    }

    /// KiB of memory the program holds.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.expect("a running program");
        let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        held.trim().trim_end_matches(" kB").parse().unwrap_or_default()
    }

    /// CPU time so far: the program's, and that of every process of a PostgreSQL on this machine.
    fn ticks(&self, db: &Db) -> u64 {
        ticks_of(self.process.id()) + postgres_ticks(db)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.process.kill().expect("a running program");
        self.process.wait().expect("its end");
    }
}

/// One connection that is kept.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self(BufReader::new(stream))
    }

    /// The length of the answer's body, which must be a 200.
    fn get(&mut self, path: &str, encoding: &str) -> usize {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {encoding}\r\n\r\n", "127.0.0.1");
        self.0.get_mut().write_all(request.as_bytes()).expect("a sent request");
        let status = self.line();
        assert!(status.starts_with("HTTP/1.1 200"), "{path}: {status}");
        let mut length = None;
        loop {
            let line = self.line().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse::<usize>().ok();
            }
        }
        match length {
            Some(length) => self.skip(length),
            None => self.chunks(),
        }
    }

    fn chunks(&mut self) -> usize {
        let mut all = 0;
        loop {
            let size = usize::from_str_radix(&self.line(), 16).expect("the size of a chunk");
            all += self.skip(size);
            self.line();
            if size == 0 {
                return all;
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line of the answer");
        line.trim_end().to_owned()
    }

    fn skip(&mut self, length: usize) -> usize {
        let read = std::io::copy(&mut self.0.by_ref().take(length as u64), &mut std::io::sink());
        usize::try_from(read.expect("the body")).unwrap_or_default()
    }
}

fn ticks_of(process: u32) -> u64 {
    let fields = stat(process);
    // utime and stime, the 14th and 15th of the line; the name and what is before it are cut off.
    fields.iter().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn stat(process: u32) -> Vec<String> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let rest = line.rsplit_once(") ").map_or("", |(_, rest)| rest);
    rest.split(' ').map(str::to_owned).collect()
}

fn parent(process: u32) -> Option<u32> {
    stat(process).get(1)?.parse().ok()
}

/// Of the server process that answers us, its parent, and all children of that parent.
fn postgres_ticks(db: &Db) -> u64 {
    #[derive(QueryableByName)]
    struct Own {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        pid: i32,
    }
    if matches!(db.url(), DatabaseUrl::Sqlite(_)) {
        return 0;
    }
    let own: Own = db
        .read_now(|conn| {
            diesel::sql_query("SELECT pg_backend_pid() AS pid").get_result(conn).map_err(StorageError::from)
        })
        .expect("the server's process");
    let server = parent(u32::try_from(own.pid).expect("a process")).expect("a PostgreSQL on this machine");
    let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| *process == server || parent(*process) == Some(server))
        .map(ticks_of)
        .sum()
}
