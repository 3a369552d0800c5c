//! Every check, shown a small file that breaks it and one that does not, so that none of them passes by seeing nothing.

use std::collections::BTreeSet;
use std::path::Path;

use crate::paths::paths_from;
use crate::source::{Finding, Source};
use crate::{order, rooms};

type Check = fn(&[Source]) -> Vec<Finding>;

#[track_caller]
fn refused(check: Check, path: &str, text: &str) {
    let found = check(&[Source::new(path, text)]);
    assert!(!found.is_empty(), "{path} should have been refused:\n{text}");
}

#[track_caller]
fn accepted(check: Check, path: &str, text: &str) {
    let found = check(&[Source::new(path, text)]);
    let list: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{path} should have been accepted: {list:?}");
}

#[test]
fn use_trees_are_read_to_their_leaves() {
    let text = "use crate::{bodies::{Body, store::*}, kernel::Pence as Money};\nfn f() { crate::web::urls::<T>::home(); }";

    let paths: Vec<_> = paths_from(&Source::new("src/x.rs", text), "crate")
        .iter()
        .map(|path| path.segments.join("::"))
        .collect();

    assert_eq!(paths, ["bodies::Body", "bodies::store::*", "kernel::Pence", "web::urls"]);
}

#[test]
fn words_in_comments_and_literals_are_not_code() {
    let text = r##"/* crate::web /* nested */ crate::web */ fn f<'a>(c: &'a str) -> char {
        let _ = (r#"crate::web "quoted" "#, "a \" crate::web", b"crate::web", '"', '\'', 'é'); // crate::web
        crate::web::page()
    }"##;

    let source = Source::new("src/bodies/model.rs", text);

    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.code.matches("crate::web").count(), 1);
    assert!(order::imports_that_point_up(&[source])[0].place.ends_with("model.rs:3"));
}

#[test]
fn an_import_that_points_up_or_sideways_is_refused() {
    let check = order::imports_that_point_up;

    refused(check, "src/bodies/queries.rs", "use crate::{kernel::Pence, catalogue::{model::Offer}};");
    refused(check, "src/bodies/queries.rs", "fn f() { crate::web::urls::home() }");
    refused(check, "src/bodies/queries.rs", "use super::super::charges::Charge;");
    refused(check, "src/bodies/mod.rs", "use super::charges::Charge;");
    refused(check, "src/audit/mod.rs", "use crate::notify::Message;");
    refused(check, "src/audit/mod.rs", "use crate::access::Member;");
    refused(check, "src/storage/conn.rs", "use crate::bodies::Body;");
    refused(check, "src/web/pages.rs", "use crate::config::Settings;");
    refused(check, "src/bodies/queries.rs", "use crate::Everything;");
    refused(check, "src/sundries/mod.rs", "fn f() {}");
    accepted(
        check,
        "src/charges/commands.rs",
        "use crate::{kernel, access::Member, agreements::{self, Leg}};",
    );
    accepted(
        check,
        "src/charges/commands.rs",
        "pub(in crate::charges) fn f() { super::store::g(); crate::both!(x) }",
    );
    accepted(check, "src/demo/mod.rs", "use crate::{cli, worker::Worker, web};");
    accepted(check, "src/main.rs", "use crate::web;");
}

#[test]
fn a_pure_file_that_reaches_out_is_refused() {
    let check = order::pure_files_that_reach_out;

    refused(check, "src/charges/in_kind.rs", "use crate::agreements::Leg;");
    refused(check, "src/charges/in_kind.rs", "use super::store;");
    refused(check, "src/negotiation/state.rs", "use diesel::prelude::*;");
    refused(check, "src/negotiation/state.rs", "fn f(r: actix_web::HttpRequest) {}");
    refused(check, "src/negotiation/state.rs", "use crate::storage::StorageError;");
    accepted(
        check,
        "src/charges/in_kind.rs",
        "use crate::kernel::{Pence, Rate};\nuse super::numbering::Prefix;\nuse std::fmt;",
    );
    accepted(
        check,
        "src/charges/in_kind.rs",
        "fn f() {}\n#[cfg(test)]\nmod tests { use super::*; use proptest::prelude::*; }",
    );
    accepted(check, "src/charges/store.rs", "use diesel::prelude::*;");
}

#[test]
fn a_pure_file_that_was_renamed_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("src/bodies")).unwrap();

    assert_eq!(order::pure_files_that_are_missing(folder.path()).len(), 3);
    assert!(order::pure_files_that_are_missing(Path::new("/nowhere")).is_empty());
}

#[test]
fn a_backend_named_outside_storage_is_refused() {
    let check = rooms::backends_named_outside_storage;

    refused(check, "src/bodies/store.rs", "match conn { Conn::Pg(c) => f(c), _ => g() }");
    refused(check, "src/bodies/store.rs", "use diesel::{prelude::*, sqlite::Sqlite};");
    refused(check, "src/bodies/store.rs", "fn f(conn: &mut PgConnection) {}");
    accepted(check, "src/storage/conn.rs", "match conn { Conn::Sqlite(c) => f(c), Conn::Pg(c) => g(c) }");
    accepted(check, "src/bodies/store.rs", "use crate::storage::Conn; fn f(conn: &mut Conn) {}");
}

#[test]
fn a_statement_outside_a_store_is_refused() {
    let check = rooms::statements_outside_a_store;

    refused(check, "src/bodies/queries.rs", "diesel::update(bodies::table).execute(c)");
    refused(check, "src/bodies/queries.rs", "use diesel::{delete, prelude::*};");
    refused(check, "src/bodies/queries.rs", "use diesel::dsl::*; insert_into(bodies::table)");
    refused(check, "src/web/bodies/pages.rs", "bodies::table.load::<BodyRow>(conn)");
    refused(
        check,
        "src/web/bodies/pages.rs",
        "bodies::table\n    .filter(a.eq(b))\n    .execute(tx.conn())?;",
    );
    refused(check, "src/bodies/model.rs", "diesel::table! { bodies (id) { id -> Text, } }");
    refused(check, "src/bodies/model.rs", "table! { bodies (id) { id -> Text, } }");
    accepted(check, "src/bodies/store.rs", "diesel::update(bodies::table).execute(tx.conn())");
    accepted(check, "src/bodies/store/people.rs", "people::table.load(conn)");
    accepted(
        check,
        "src/worker/mod.rs",
        "stopping.load(Ordering::Acquire); rows.first(); store::execute(conn);",
    );
    accepted(check, "src/web/ui/table.rs", "fn table() { Table::new().update(row); summary_table!(row) }");
}

#[test]
fn raw_html_outside_the_design_system_is_refused() {
    refused(rooms::raw_html_outside_ui, "src/web/bodies/views.rs", "html! { (PreEscaped(text)) }");
    accepted(rooms::raw_html_outside_ui, "src/web/ui/icon.rs", "html! { (PreEscaped(ICON)) }");
}

#[test]
fn a_float_without_a_reason_is_refused() {
    let check = rooms::floats_without_a_reason;

    refused(check, "src/charges/numbering.rs", "fn f(x: f64) {}");
    accepted(
        check,
        "src/bodies/distance.rs",
        "#[expect(clippy::float_arithmetic, reason = \"miles\")]\nfn f(x: f64) {}",
    );
    accepted(check, "src/charges/numbering.rs", "// an f64 would lose pence here\nfn f() {}");
}

#[test]
fn a_silenced_lint_is_refused() {
    refused(rooms::silenced_lints, "src/lib.rs", "#[allow(dead_code)] fn f() {}");
    refused(rooms::silenced_lints, "src/lib.rs", "#![allow(clippy::pedantic)]");
    refused(rooms::silenced_lints, "src/lib.rs", "#[cfg_attr(test, allow(dead_code))] fn f() {}");
    accepted(
        rooms::silenced_lints,
        "src/lib.rs",
        "fn f(method: Allow) { headers.allow(\"GET\"); methods::allow(x) }",
    );
}

#[test]
fn a_file_that_is_badly_named_long_or_silent_is_refused() {
    refused(rooms::files_too_long, "src/web/mod.rs", &"//\n".repeat(401));
    accepted(rooms::files_too_long, "src/web/mod.rs", &"//\n".repeat(400));
    refused(rooms::names_that_say_nothing, "src/charges/utils.rs", "");
    refused(rooms::names_that_say_nothing, "tests/web/helpers/mod.rs", "");
    accepted(rooms::names_that_say_nothing, "src/charges/in_kind.rs", "");
    refused(rooms::modules_without_a_word, "src/charges/mod.rs", "mod vat;");
    accepted(rooms::modules_without_a_word, "src/charges/mod.rs", "//! Charges.\nmod vat;");
}

#[test]
fn migrations_that_differ_are_refused() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();

    assert_eq!(rooms::migrations_apart(&names(&["a", "b"]), &names(&["b", "c"])).len(), 2);
    assert!(rooms::migrations_apart(&names(&["a"]), &names(&["a"])).is_empty());
}

#[test]
fn a_migration_that_does_not_say_why_is_refused() {
    let file = |text: &str| [("up.sql".to_owned(), text.to_owned())];

    assert_eq!(rooms::migrations_without_a_word(&file("CREATE TABLE bodies ();")).len(), 1);
    assert_eq!(rooms::migrations_without_a_word(&file("")).len(), 1);
    assert!(rooms::migrations_without_a_word(&file("-- Bodies are the parties.\n")).is_empty());
}
