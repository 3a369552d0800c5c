//! The shape of the source, held by tests: which way imports point, where databases, SQL and raw HTML may be named,
//! and how files look. Each finding names the line and says what to do. `proofs` shows every check a violation.

mod order;
mod paths;
mod proofs;
mod rooms;
mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use source::{Finding, Source};

#[test]
fn imports_point_one_way() {
    refuse(&order::imports_that_point_up(&Source::tree("src")));
}

#[test]
fn pure_files_use_only_the_kernel() {
    refuse(&order::pure_files_that_reach_out(&Source::tree("src")));
}

#[test]
fn every_file_listed_as_pure_is_there() {
    refuse(&order::pure_files_that_are_missing(root()));
}

#[test]
fn only_storage_knows_which_database_it_is() {
    refuse(&rooms::backends_named_outside_storage(&Source::tree("src")));
}

#[test]
fn statements_live_in_stores() {
    refuse(&rooms::statements_outside_a_store(&Source::tree("src")));
}

#[test]
fn raw_html_lives_in_the_design_system() {
    refuse(&rooms::raw_html_outside_ui(&Source::tree("src")));
}

#[test]
fn floats_are_explained_where_they_are_used() {
    refuse(&rooms::floats_without_a_reason(&Source::tree("src")));
}

#[test]
fn no_lint_is_silenced_for_good() {
    refuse(&rooms::silenced_lints(&everything()));
}

#[test]
fn files_are_short_enough_to_read() {
    refuse(&rooms::files_too_long(&everything()));
}

#[test]
fn file_names_say_what_is_in_them() {
    refuse(&rooms::names_that_say_nothing(&everything()));
}

#[test]
fn every_module_says_what_it_is_for() {
    refuse(&rooms::modules_without_a_word(&Source::tree("src")));
}

#[test]
fn both_databases_have_the_same_migrations() {
    refuse(&rooms::migrations_apart(&migrations("sqlite"), &migrations("postgres")));
}

#[test]
fn every_migration_goes_both_ways_and_says_why() {
    let mut files = Vec::new();
    for folder in ["sqlite", "postgres"] {
        for name in migrations(folder) {
            for file in ["up.sql", "down.sql"] {
                let path = format!("migrations/{folder}/{name}/{file}");
                let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
                files.push((path, text));
            }
        }
    }

    refuse(&rooms::migrations_without_a_word(&files));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn everything() -> Vec<Source> {
    ["src", "tests", "benches"].into_iter().flat_map(Source::tree).collect()
}

fn migrations(database: &str) -> BTreeSet<String> {
    let folder: PathBuf = root().join("migrations").join(database);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[track_caller]
fn refuse(findings: &[Finding]) {
    let mut list = String::new();
    for finding in findings {
        let _ = writeln!(list, "  {finding}");
    }
    assert!(findings.is_empty(), "{} to mend:\n{list}", findings.len());
}
