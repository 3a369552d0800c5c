//! What pages and programs ask about ledgers, supplier names, matches and statements.

mod files;
mod names;
mod statements;
mod workbench;

pub use files::{Reading, all_bad_rows, bad_rows, file, files, headers, preview, reading};
pub use names::{
    body_names, decisions, find_bodies, name, names_to_confirm, page_of, suggested_names, undecided_names,
};
pub use statements::{
    MOST_STATEMENT_LINES, OpenItem, debtors, matched_in_our_ledger, open_items, statement, statements,
    statements_to_answer,
};
pub use workbench::{counterparties, match_of, matches, months, open_invoices, standing_lines, totals};
