//! Addresses of `reconciliation`.

use crate::kernel::Month;
use crate::kernel::ids::{BodyId, LedgerFileId, MatchId, StatementId};

pub const LEDGER: &str = "/finance/ledger";
pub const NAMES: &str = "/finance/ledger/names";
pub const DECIDE_NAME: &str = "/finance/ledger/names/decide";
pub const MATCHING: &str = "/finance/ledger/matching";
pub const STATEMENTS: &str = "/finance/ledger/statements";
pub const NEW_STATEMENT: &str = "/finance/ledger/statements/new";

pub fn file(id: LedgerFileId) -> String {
    format!("{LEDGER}/files/{id}")
}

pub fn file_columns(id: LedgerFileId) -> String {
    format!("{LEDGER}/files/{id}/columns")
}

pub fn load_file(id: LedgerFileId) -> String {
    format!("{LEDGER}/files/{id}/load")
}

pub fn discard_file(id: LedgerFileId) -> String {
    format!("{LEDGER}/files/{id}/discard")
}

pub fn bad_rows(id: LedgerFileId) -> String {
    format!("{LEDGER}/files/{id}/bad-rows.csv")
}

/// The list of supplier names in one view.
pub fn names(show: &str, search: &str, page: u32) -> String {
    with_query(NAMES, &[("show", show), ("q", search), ("page", &page_text(page))])
}

/// The page to decide about one supplier name, with what was searched for there.
pub fn decide_name(name: &str) -> String {
    with_query(DECIDE_NAME, &[("name", name)])
}

/// The workbench.
#[derive(Clone, Debug, Default)]
pub struct Workbench<'a> {
    pub show: &'a str,
    pub with: Option<BodyId>,
    pub month: Option<Month>,
    pub file: Option<LedgerFileId>,
    pub page: u32,
}

impl Workbench<'_> {
    pub fn url(&self) -> String {
        self.at(MATCHING)
    }

    /// The same lines as CSV.
    pub fn csv(&self) -> String {
        Self { page: 1, ..self.clone() }.at("/finance/ledger/matching.csv")
    }

    fn at(&self, path: &str) -> String {
        let text = |id: Option<String>| id.unwrap_or_default();
        with_query(
            path,
            &[
                ("show", self.show),
                ("with", &text(self.with.map(|id| id.to_string()))),
                ("month", &text(self.month.map(Month::iso))),
                ("file", &text(self.file.map(|id| id.to_string()))),
                ("page", &page_text(self.page)),
            ],
        )
    }
}

pub fn undo_match(id: MatchId) -> String {
    format!("{LEDGER}/matches/{id}/undo")
}

pub fn statements_page(page: u32) -> String {
    with_query(STATEMENTS, &[("page", &page_text(page))])
}

pub fn statement(id: StatementId) -> String {
    format!("{STATEMENTS}/{id}")
}

pub fn answer_statement(id: StatementId) -> String {
    format!("{STATEMENTS}/{id}/answer")
}

pub fn statement_csv(id: StatementId) -> String {
    format!("{STATEMENTS}/{id}/lines.csv")
}

/// The form for a new statement, to one body already chosen.
pub fn new_statement_to(body: BodyId) -> String {
    with_query(NEW_STATEMENT, &[("with", &body.to_string())])
}

fn page_text(page: u32) -> String {
    if page > 1 { page.to_string() } else { String::new() }
}

/// A path with those of `pairs` that hold anything.
fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
