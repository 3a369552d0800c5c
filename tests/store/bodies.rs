//! Registers and bank holidays: what an import promises, on the real files and on small ones made up here.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use diesel::prelude::*;
use symbiosis::access::System;
use symbiosis::bodies::commands::{DemoBody, ensure_body};
use symbiosis::bodies::filter::{BodyFilter, BodySort};
use symbiosis::bodies::import::{ImportReport, RegisterImport, import_bank_holidays, import_registers};
use symbiosis::bodies::model::{BodySummary, Place, Standing};
use symbiosis::bodies::{BodyKind, BodyState, queries};
use symbiosis::kernel::working_days::Division;
use symbiosis::kernel::{Instant, PageRequest};
use symbiosis::storage::schema::{audit_events, bodies};
use symbiosis::storage::{Db, StorageError};

use crate::database::TestDatabase;

const HEADER: &str =
    "code,scheme,name,kind,nation,region,lat,lon,website,valid_from,valid_to,successor,alt_codes,notes";
const REGISTERS: [&str; 5] =
    ["local_authorities", "nhs_bodies", "universities", "police_forces", "fire_services"];

fn now() -> Instant {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// One of the real files; nothing where there is no shared folder, which is said aloud.
fn shared(file: &str) -> Option<Vec<u8>> {
    let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let path = format!("{shared}/data/registers/{file}.csv");
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("left out: no register at {path}");
    }
    bytes
}

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

fn load(db: &Db, rows: &[&str]) -> ImportReport {
    import_registers(db, System::of_this_process(), "made_up.csv", &csv(rows), now()).unwrap()
}

fn find(db: &Db, filter: BodyFilter) -> Vec<BodySummary> {
    let page = PageRequest::first(50);
    let found: Result<_, StorageError> =
        db.read_now(|conn| queries::search(conn, &filter, BodySort::Relevance, page, now()));
    found.unwrap().items
}

/// The names that a search finds, in the order of the alphabet: the two databases rank equals differently.
fn names(db: &Db, text: &str) -> Vec<String> {
    let found = find(db, BodyFilter { text: text.to_owned(), ..BodyFilter::default() });
    let mut names: Vec<String> = found.into_iter().map(|body| body.name).collect();
    names.sort();
    names
}

fn counts(report: &ImportReport) -> (usize, usize, usize) {
    (report.inserted, report.updated, report.unchanged)
}

#[test]
fn the_real_registers_load_whole_and_loading_them_again_changes_nothing() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let Some(files) = REGISTERS.map(|file| shared(file).map(|bytes| (file, bytes))).into_iter().collect()
    else {
        return;
    };
    let files: Vec<(&str, Vec<u8>)> = files;
    let import = |(file, bytes): &(&str, Vec<u8>)| {
        import_registers(&db, System::of_this_process(), file, bytes, now()).unwrap()
    };

    let first: Vec<ImportReport> = files.iter().map(import).collect();
    let again: Vec<ImportReport> = files.iter().map(import).collect();

    assert!(first.iter().chain(&again).all(|report| report.bad_rows.is_empty()));
    assert_eq!(first.iter().map(|report| report.inserted).collect::<Vec<_>>(), [472, 281, 161, 46, 49]);
    assert!(again.iter().all(|report| (report.inserted, report.updated) == (0, 0)));
    assert_eq!(again.iter().map(|report| report.unchanged).sum::<usize>(), 1_009);
    assert!(again.iter().all(|report| report.notes.is_empty()), "{:?}", again[0].notes);
    let facets: Result<_, StorageError> =
        db.read_now(|conn| queries::facets(conn, &BodyFilter::default(), now()));
    let kinds: BTreeMap<&str, i64> =
        facets.unwrap().kinds.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect();
    insta::assert_debug_snapshot!(kinds, @r#"
    {
        "combined_authority": 15,
        "council": 457,
        "fire": 49,
        "integrated_care_board": 48,
        "nhs_trust": 233,
        "police": 46,
        "university": 161,
    }
    "#);
    assert_eq!(names(&db, "E07000041"), ["Exeter City Council"]);
    assert_eq!(names(&db, "exeter"), ["Exeter City Council", "The University of Exeter"]);
}

#[test]
fn a_register_that_changed_updates_and_keeps_what_was_done_here() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let before = "X1,ONS-GSS,Ashdale Borough Council,unitary authority,England,North West,,,https://ashdale.example/,,,,,";
    let after = "X1,ONS-GSS,Ashdale City Council,unitary authority,England,North West,,,https://ashdale-city.example/,,,,GB-LAE-ASH,";

    let first = load(&db, &[before]);
    db.write_now(|tx| {
        diesel::update(bodies::table).set(bodies::state.eq(BodyState::Verified)).execute(tx.conn())?;
        Ok::<_, StorageError>(())
    })
    .unwrap();
    let second = load(&db, &[after]);

    assert_eq!((counts(&first), counts(&second)), ((1, 0, 0), (0, 1, 0)));
    assert_eq!(names(&db, "borough"), Vec::<String>::new());
    assert_eq!(names(&db, "GB-LAE-ASH"), ["Ashdale City Council"]);
    let body = find(&db, BodyFilter::default()).remove(0);
    assert_eq!(body.state, BodyState::Verified);
    let detail = db.read_now(|conn| queries::detail(conn, body.id, now())).unwrap();
    let domains: Vec<&str> = detail.domains.iter().map(|domain| domain.domain.as_str()).collect();
    assert_eq!(domains, ["ashdale-city.example"]);
}

#[test]
fn bad_rows_are_told_with_file_line_and_reason_while_good_rows_load() {
    let database = TestDatabase::fresh();
    let db = database.open();

    let report = load(
        &db,
        &[
            "X1,ONS-GSS,,unitary authority,,,,,,,,,,",
            "X2,ONS-GSS,Ashdale Guild,guild of dragons,,,,,,,,,,",
            "X3,ONS-GSS,Moor Police,police force,England,,,,,,,,,",
            "X4,ONS-GSS,Short Row,police force",
        ],
    );

    let bad: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "made_up.csv, line 2: the row has no name",
            "made_up.csv, line 3: unknown kind of body: \"guild of dragons\"",
            "made_up.csv, line 5: the row has 4 columns where the header has 14",
        ]
    );
    assert_eq!(names(&db, "moor"), ["Moor Police"]);
    let refused = import_registers(&db, System::of_this_process(), "empty.csv", b"", now()).unwrap_err();
    assert_eq!(refused.to_string(), "empty.csv is empty");
}

#[test]
fn an_import_that_was_cut_off_is_finished_by_running_it_again() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let rows: Vec<String> =
        (0..900).map(|n| format!("X{n},ONS-GSS,Moor {n} Council,scottish council,,,,,,,,,,")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();

    let mut cut_off = RegisterImport::begin("made_up.csv", &csv(&rows), now()).unwrap();
    assert!(cut_off.next_batch(&db).unwrap() && cut_off.next_batch(&db).unwrap());
    drop(cut_off);
    let report = load(&db, &rows);

    assert!(report.unchanged > 0 && report.inserted > 0, "{report:?}");
    assert_eq!(report.good_rows(), 900);
    assert_eq!(counts(&load(&db, &rows)), (0, 0, 900));
    let finished: i64 = db
        .read_now(|conn| {
            let events = audit_events::table.filter(audit_events::action.eq("register.imported"));
            Ok::<_, StorageError>(events.count().get_result(conn)?)
        })
        .unwrap();
    assert_eq!(finished, 2, "an import that was cut off is not on record as done");
}

#[test]
fn a_successor_that_comes_later_is_linked_then() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let old = [
        "X1,ONS-GSS,East Moor Council,non-metropolitan district,England,,,,,,2026-03-31,X8;X9,,",
        "X2,ONS-GSS,West Moor Council,non-metropolitan district,England,,,,,,2026-03-31,X9,,",
    ];
    let new = [
        "X8,ONS-GSS,North Moor Council,unitary authority,England,,,,,2026-04-01,,,,",
        "P9,PROVISIONAL,South Moor Council,unitary authority,England,,,,,2026-04-01,,,ONS-GSS:X9,",
    ];

    let before = load(&db, &old);
    let after = load(&db, &new);

    assert_eq!(before.notes.len(), 3);
    assert_eq!(
        before.notes[0],
        "East Moor Council names a successor, X8, which no register loaded so far has"
    );
    assert_eq!(after.notes, Vec::<String>::new());
    let south = find(&db, BodyFilter { text: "south moor".to_owned(), ..BodyFilter::default() }).remove(0);
    let detail = db.read_now(|conn| queries::detail(conn, south.id, now())).unwrap();
    let came_before: Vec<(&str, String)> = detail
        .predecessors
        .iter()
        .map(|it| (it.name.as_str(), it.vesting_date.unwrap().to_string()))
        .collect();
    assert_eq!(
        came_before,
        [("East Moor Council", "2026-04-01".to_owned()), ("West Moor Council", "2026-04-01".to_owned())]
    );
}

#[test]
fn bodies_are_found_by_words_codes_and_filters() {
    let database = TestDatabase::fresh();
    let db = database.open();
    load(
        &db,
        &[
            "E07000901,ONS-GSS,Ashdale & Moor District Council,non-metropolitan district,England,South West,,,,,2020-03-31,,GB-LAE-ASM,",
            "RZ9,NHS-ODS,Ashdale NHS Foundation Trust,acute trust,England,South West,,,,,,,,",
            "S12000901,ONS-GSS,Glen Moor Council,scottish council,Scotland,Scotland,,,,,,,,",
            "E07000902,ONS-GSS,Newdale Council,unitary authority,England,North West,,,,2027-04-01,,,,",
        ],
    );
    let only = |change: fn(&mut BodyFilter)| {
        let mut filter = BodyFilter::default();
        change(&mut filter);
        find(&db, filter).into_iter().map(|body| body.name).collect::<Vec<String>>()
    };

    assert_eq!(names(&db, "ashdale"), ["Ashdale & Moor District Council", "Ashdale NHS Foundation Trust"]);
    assert_eq!(names(&db, "moor ash"), ["Ashdale & Moor District Council"]);
    assert_eq!(names(&db, "e070009"), ["Ashdale & Moor District Council", "Newdale Council"]);
    assert_eq!(names(&db, "ONS-GSS:E07000902"), ["Newdale Council"]);
    assert_eq!(names(&db, "GB-LAE-ASM"), ["Ashdale & Moor District Council"]);
    assert_eq!(names(&db, "rz9"), ["Ashdale NHS Foundation Trust"]);
    assert_eq!(names(&db, "100%' OR 1=1 --"), Vec::<String>::new());
    assert_eq!(only(|filter| filter.nations = vec!["Scotland".into()]), ["Glen Moor Council"]);
    assert_eq!(only(|filter| filter.kinds = vec![BodyKind::NhsTrust]), ["Ashdale NHS Foundation Trust"]);
    assert_eq!(only(|filter| filter.standings = vec![Standing::Former]), ["Ashdale & Moor District Council"]);
    assert_eq!(
        only(|filter| filter.standings = vec![Standing::Former, Standing::Future]),
        ["Ashdale & Moor District Council", "Newdale Council"]
    );
    assert_eq!(only(|filter| filter.states = vec![BodyState::Claimed]), Vec::<String>::new());
}

#[test]
fn bank_holidays_load_and_loading_them_again_changes_nothing() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let file = include_bytes!("../../seed/bank_holidays.csv");
    let import = || import_bank_holidays(&db, System::of_this_process(), "days.csv", file, now()).unwrap();

    let (first, again) = (import(), import());

    assert_eq!((counts(&first), counts(&again)), ((135, 0, 0), (0, 0, 135)));
    let holidays: Result<_, StorageError> = db.read_now(queries::bank_holidays);
    let holidays = holidays.unwrap();
    let of_2026 = |division| holidays.of(division).filter(|day| day.year() == 2026).count();
    assert_eq!(Division::ALL.iter().map(|division| of_2026(*division)).collect::<Vec<_>>(), [8, 9, 10]);
}

#[test]
fn a_demonstration_started_again_finds_its_bodies() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let ashdale = DemoBody {
        code: "ASHDALE",
        name: "Ashdale Borough Council",
        kind: BodyKind::Council,
        nation: "England",
        region: "North West",
        place: Place { latitude: "53.79".parse().unwrap(), longitude: "-2.62".parse().unwrap() },
        domain: "ashdale.example",
    };
    let ensure = || db.write_now(move |tx| ensure_body(tx, System::of_this_process(), ashdale, now()));

    let (first, again) = (ensure().unwrap(), ensure().unwrap());

    assert_eq!(first, again);
    let body = find(&db, BodyFilter::default()).remove(0);
    assert_eq!((body.id, body.state), (first, BodyState::Verified));
    assert_eq!(names(&db, "ashdale borough"), ["Ashdale Borough Council"]);
}
