//! Every dependency carries a licence that `deny.toml` accepts, comes from the registry, and is none of those refused.
//!
//! `cargo deny check` judges the same file more thoroughly; this test needs nothing but cargo, so it runs everywhere.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn every_licence_is_on_the_list() {
    let accepted = policy_list("licenses", "allow");

    let refused: Vec<_> = packages()
        .iter()
        .filter(|package| !accepts(&accepted, text(package, "license")))
        .map(|package| {
            format!("{} {}: {}", text(package, "name"), text(package, "version"), text(package, "license"))
        })
        .collect();

    assert!(
        refused.is_empty(),
        "not on the list in deny.toml (read the licence before you add it): {refused:#?}"
    );
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let strangers: Vec<_> = packages()
        .iter()
        .filter(|package| !package["source"].is_null() && !text(package, "source").starts_with("registry+"))
        .map(|package| format!("{} from {}", text(package, "name"), text(package, "source")))
        .collect();

    assert!(strangers.is_empty(), "a build must not depend on a branch that can move: {strangers:#?}");
}

#[test]
fn no_refused_crate_is_among_the_dependencies() {
    let refused = policy_list("bans", "deny");

    let found: Vec<_> = packages().iter().map(|package| text(package, "name").to_owned()).collect();
    let found: Vec<_> = found.iter().filter(|name| refused.contains(name)).collect();

    assert!(!refused.is_empty(), "deny.toml refuses no crate: this test would see nothing");
    assert!(found.is_empty(), "deny.toml says why these are refused: {found:?}");
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let accepted = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);

    for licence in
        ["MIT", "MIT/GPL-3.0", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND ISC", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(accepts(&accepted, licence), "{licence} should be accepted");
    }
    for licence in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "Apache-2.0",
        "(MIT OR ISC) AND GPL-3.0",
        "GPL-3.0 OR MIT AND AGPL-3.0",
    ] {
        assert!(!accepts(&accepted, licence), "{licence} should be refused");
    }
}

fn text<'a>(package: &'a Value, field: &str) -> &'a str {
    package[field].as_str().unwrap_or_default()
}

/// The strings of one list in `deny.toml`; of an entry that is a table, its name.
fn policy_list(section: &str, list: &str) -> Vec<String> {
    let entries = policy()[section][list].as_array().cloned().unwrap_or_default();
    let name =
        |entry: &toml::Value| entry.as_str().or_else(|| entry.get("crate")?.as_str()).map(str::to_owned);
    entries.iter().filter_map(name).collect()
}

fn policy() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.parse().unwrap_or_default()
}

/// What cargo resolved for the machines that `deny.toml` names.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["metadata", "--format-version", "1", "--locked"]);
    for target in policy_list("graph", "targets") {
        cargo.args(["--filter-platform", &target]);
    }
    let Ok(answer) = cargo.output() else { panic!("cargo metadata did not start") };
    let metadata: Value = serde_json::from_slice(&answer.stdout).unwrap_or_default();
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    assert!(
        !packages.is_empty(),
        "cargo metadata named no package: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    packages
}

/// Whether an SPDX expression can be met with licences from the list. `AND` binds tighter than `OR`; `/` is the old `OR`.
fn accepts(accepted: &[String], expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let (met, end) = any_of(accepted, &words, 0);
    met && end == words.len()
}

fn any_of(accepted: &[String], words: &[&str], at: usize) -> (bool, usize) {
    let (mut met, mut at) = all_of(accepted, words, at);
    while words.get(at) == Some(&"OR") {
        let (next, end) = all_of(accepted, words, at + 1);
        (met, at) = (met || next, end);
    }
    (met, at)
}

fn all_of(accepted: &[String], words: &[&str], at: usize) -> (bool, usize) {
    let (mut met, mut at) = one(accepted, words, at);
    while words.get(at) == Some(&"AND") {
        let (next, end) = one(accepted, words, at + 1);
        (met, at) = (met && next, end);
    }
    (met, at)
}

fn one(accepted: &[String], words: &[&str], at: usize) -> (bool, usize) {
    match words.get(at..).unwrap_or_default() {
        ["(", ..] => {
            let (met, end) = any_of(accepted, words, at + 1);
            (met, end + 1)
        }
        [licence, "WITH", exception, ..] => {
            (accepted.contains(&format!("{licence} WITH {exception}")), at + 3)
        }
        [licence, ..] => (accepted.iter().any(|known| known == licence), at + 1),
        [] => (false, at),
    }
}
