//! Things that live in one room of the source and nowhere else: databases, SQL, raw HTML, floats; and how a file looks.

use std::collections::BTreeSet;

use crate::paths::paths_from;
use crate::source::{Finding, Source, is_word};

const MOST_LINES: usize = 400;
const NAMES_THAT_SAY_NOTHING: [&str; 4] = ["utils", "helpers", "types", "misc"];
const STATEMENTS: [&str; 7] =
    ["insert_into", "insert_or_ignore_into", "replace_into", "update", "delete", "sql_query", "table"];
const STATEMENT_WORDS: [&str; 3] = ["insert_into", "sql_query", "sql_function"];
const RUNNING: [&str; 6] = ["load", "first", "get_result", "get_results", "execute", "load_iter"];
const BACKEND_WORDS: [&str; 4] = ["PgConnection", "SqliteConnection", "libsqlite3_sys", "pq_sys"];

/// Mentions of one database or the other outside `src/storage`.
pub(crate) fn backends_named_outside_storage(sources: &[Source]) -> Vec<Finding> {
    const REMEDY: &str = "put what differs between the databases behind a function in src/storage";
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !in_storage(source)) {
        let variants =
            paths_from(source, "Conn").into_iter().filter(|path| matches!(path.first(), "Pg" | "Sqlite"));
        let modules =
            paths_from(source, "diesel").into_iter().filter(|path| matches!(path.first(), "pg" | "sqlite"));
        for path in variants.chain(modules) {
            found.push(source.finding(path.offset, format!("names the backend `{}`", path.first()), REMEDY));
        }
        for (offset, word) in source.words().filter(|(_, word)| BACKEND_WORDS.contains(word)) {
            found.push(source.finding(offset, format!("names the backend `{word}`"), REMEDY));
        }
    }
    found
}

/// Statements built or run outside a store.
pub(crate) fn statements_outside_a_store(sources: &[Source]) -> Vec<Finding> {
    const REMEDY: &str = "move the statement into the capability's store.rs and call that";
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !in_storage(source) && !in_store(source)) {
        for path in paths_from(source, "diesel").iter().filter(|path| STATEMENTS.contains(&path.first())) {
            found.push(source.finding(
                path.offset,
                format!("`diesel::{}` outside a store", path.first()),
                REMEDY,
            ));
        }
        for (offset, word) in source.words().filter(|(_, word)| STATEMENT_WORDS.contains(word)) {
            if !source.code[..offset].trim_end().ends_with("diesel::") {
                found.push(source.finding(offset, format!("`{word}` outside a store"), REMEDY));
            }
        }
        for (offset, _) in
            source.code.match_indices("table!").filter(|(offset, _)| starts_word(source, *offset))
        {
            found.push(source.finding(offset, "`table!` outside storage", REMEDY));
        }
        for (offset, word) in source.words().filter(|(_, word)| RUNNING.contains(word)) {
            if source.code[..offset].ends_with('.')
                && runs_on_a_connection(&source.code[offset + word.len()..])
            {
                found.push(source.finding(offset, format!("`.{word}(conn)` outside a store"), REMEDY));
            }
        }
    }
    found
}

fn starts_word(source: &Source, offset: usize) -> bool {
    !source.code[..offset].ends_with(is_word)
}

/// `rest` follows a method's name: is it called with a connection? An `AtomicBool` is loaded without one.
fn runs_on_a_connection(rest: &str) -> bool {
    let call = if rest.starts_with("::<") { rest.find('(').map_or("", |open| &rest[open..]) } else { rest };
    if !call.starts_with('(') {
        return false;
    }
    let mut depth = 0;
    let end = call.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    call[..end.unwrap_or(call.len())].split(|letter| !is_word(letter)).any(|word| word == "conn")
}

fn in_storage(source: &Source) -> bool {
    source.path.starts_with("src/storage/") || source.path == "src/storage.rs"
}

fn in_store(source: &Source) -> bool {
    source.path.ends_with("/store.rs") || source.path.contains("/store/")
}

/// HTML that escapes nothing, outside the design system.
pub(crate) fn raw_html_outside_ui(sources: &[Source]) -> Vec<Finding> {
    let elsewhere = sources.iter().filter(|source| !source.path.starts_with("src/web/ui"));
    words_of(elsewhere, &["PreEscaped"], "give src/web/ui a component that takes plain values")
}

/// Floats in files that have not said why they may.
pub(crate) fn floats_without_a_reason(sources: &[Source]) -> Vec<Finding> {
    let unexplained =
        sources.iter().filter(|source| !source.code.contains("expect(clippy::float_arithmetic"));
    words_of(
        unexplained,
        &["f32", "f64"],
        "use Pence, Rate or Quantity; geography and charts say #[expect] with a reason",
    )
}

fn words_of<'a>(
    sources: impl Iterator<Item = &'a Source>,
    refused: &[&str],
    remedy: &'static str,
) -> Vec<Finding> {
    sources
        .flat_map(|source| source.words().map(move |(offset, word)| (source, offset, word)))
        .filter(|(_, _, word)| refused.contains(word))
        .map(|(source, offset, word)| {
            source.finding(offset, format!("`{word}` in a file that may not have it"), remedy)
        })
        .collect()
}

/// Lints silenced for good.
pub(crate) fn silenced_lints(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources {
        for (offset, _) in source.words().filter(|(_, word)| *word == "allow") {
            let before = source.code[..offset].trim_end();
            if before.ends_with("#[") || before.ends_with("#![") || source.code[..offset].ends_with(", ") {
                found.push(source.finding(
                    offset,
                    "`allow` of a lint",
                    "write #[expect(lint, reason = \"why\")]",
                ));
            }
        }
    }
    found
}

/// Files past the length that anyone reads.
pub(crate) fn files_too_long(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .map(|source| (source, source.raw.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(source, lines)| {
            source.finding(
                source.raw.len(),
                format!("{lines} lines, {MOST_LINES} at most"),
                "split it by verb",
            )
        })
        .collect()
}

/// Files and folders whose names say nothing about what is in them.
pub(crate) fn names_that_say_nothing(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| {
            source.path.trim_end_matches(".rs").split('/').any(|part| NAMES_THAT_SAY_NOTHING.contains(&part))
        })
        .map(|source| source.finding(0, "a name that says nothing", "name the file after the one idea in it"))
        .collect()
}

/// Modules that do not open by saying what they are for.
pub(crate) fn modules_without_a_word(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| !source.raw.starts_with("//! "))
        .map(|source| {
            source.finding(0, "does not begin with `//!`", "say in two or three sentences what it is for")
        })
        .collect()
}

/// Migrations that only one database has.
pub(crate) fn migrations_apart(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<Finding> {
    let missing = |folder: &'static str| {
        move |name: &String| Finding {
            place: format!("migrations/{folder}/{name}"),
            fault: "is not there, and the other database has it".to_owned(),
            remedy: "write its twin, under the same name",
        }
    };
    let lacking = postgres.difference(sqlite).map(missing("sqlite"));
    lacking.chain(sqlite.difference(postgres).map(missing("postgres"))).collect()
}

/// Migrations that do not begin with a comment; each entry is a path and its text.
pub(crate) fn migrations_without_a_word(files: &[(String, String)]) -> Vec<Finding> {
    files
        .iter()
        .filter(|(_, text)| !text.starts_with("-- "))
        .map(|(path, _)| Finding {
            place: format!("{path}:1"),
            fault: "does not begin with a comment".to_owned(),
            remedy: "say in one `-- ` line why the database changes",
        })
        .collect()
}
