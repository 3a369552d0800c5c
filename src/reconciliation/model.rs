//! What pages and programs are shown of ledgers, supplier names, matches and statements.

use chrono::{Datelike, NaiveDate};

use super::columns::{Guess, Mapping};
use super::extract::BadRow;
use super::mismatch::MismatchReason;
use super::names::Suggestion;
use super::state::{FileState, LineAnswer, StatementState};
use crate::charges::queries::InvoiceView;
use crate::kernel::ids::{BodyId, InvoiceId, LedgerFileId, LedgerLineId, MatchId, StatementId};
use crate::kernel::{FieldError, FieldErrors, Instant, Month, Pence, text_enum};

/// An uploaded ledger extract.
#[derive(Clone, Debug)]
pub struct FileView {
    pub id: LedgerFileId,
    pub name: String,
    pub sha256: String,
    pub state: FileState,
    /// The columns it was loaded with.
    pub mapping: Option<Mapping>,
    pub good_rows: i32,
    pub bad_rows: i32,
    pub total: Pence,
    pub uploaded_by: String,
    pub uploaded_at: Instant,
    pub loaded_at: Option<Instant>,
}

/// What a file that is not loaded yet holds.
#[derive(Clone, Debug)]
pub struct Preview {
    pub headers: Vec<String>,
    pub sample: Vec<Vec<String>>,
    pub guess: Guess,
    /// The columns as they were chosen for this file or for an earlier one with the same headers.
    pub mapping: Option<Mapping>,
    /// What loading would bring; `None` while the columns are not known.
    pub summary: Option<Summary>,
}

/// What reading a file with its columns gives.
#[derive(Clone, Debug)]
pub struct Summary {
    pub good: usize,
    pub bad: usize,
    pub total: Pence,
    pub first_bad: Vec<BadRow>,
}

text_enum! {
    /// Where a line stands. Every line stands in exactly one place, so the totals of the four add up to all.
    pub enum Standing {
        /// It pays an invoice.
        Matched = "matched",
        /// Its supplier is a public body, and it is not matched.
        Open = "open",
        /// Nobody has said yet whether its supplier name means a public body.
        Undecided = "undecided",
        /// Its supplier is not a public body.
        NotABody = "not_a_body",
    }
}

impl Standing {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Matched => "Matched with an invoice",
            Self::Open => "Public body, not matched",
            Self::Undecided => "Supplier name not decided yet",
            Self::NotABody => "Not a public body",
        }
    }
}

/// Which lines are looked at: those of one file, month or counterparty, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineFilter {
    pub counterparty: Option<BodyId>,
    pub month: Option<Month>,
    pub file: Option<LedgerFileId>,
}

/// One ledger line.
#[derive(Clone, Debug)]
pub struct LineView {
    pub id: LedgerLineId,
    pub file: LedgerFileId,
    pub number: i32,
    pub dated: NaiveDate,
    pub reference: String,
    pub supplier_name: String,
    pub supplier_key: String,
    pub amount: Pence,
}

/// A line with the invoice it pays.
#[derive(Clone, Debug)]
pub struct MatchView {
    pub id: MatchId,
    pub line: LineView,
    pub invoice: InvoiceId,
    pub invoice_number: String,
    pub provider: BodyId,
    pub provider_name: String,
    pub amount: Pence,
    pub rule: String,
    pub why: String,
    pub matched_by: String,
    pub matched_at: Instant,
}

/// How many there are, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub count: i64,
    pub total: Pence,
}

/// The lines by where they stand, and the invoices that no line pays.
#[derive(Clone, Debug)]
pub struct Totals {
    pub standings: Vec<(Standing, Tally)>,
    pub all: Tally,
    pub open_invoices: Tally,
}

impl Totals {
    pub fn of(&self, standing: Standing) -> Tally {
        self.standings.iter().find(|(each, _)| *each == standing).map(|(_, tally)| *tally).unwrap_or_default()
    }
}

/// A supplier name that nobody has decided about.
#[derive(Clone, Debug)]
pub struct NameView {
    pub key: String,
    pub name: String,
    pub tally: Tally,
    pub suggestions: Vec<Suggestion<BodyId>>,
}

impl NameView {
    /// The first suggestion, if it is the very same name.
    pub fn exact(&self) -> Option<&Suggestion<BodyId>> {
        self.suggestions.first().filter(|first| first.score == 1_000)
    }
}

/// What a supplier name was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Body(BodyId),
    NotABody,
}

/// A decision about a supplier name.
#[derive(Clone, Debug)]
pub struct DecisionView {
    pub key: String,
    pub name: String,
    pub meaning: Meaning,
    /// The body's name; empty if it is none.
    pub body_name: String,
    pub decided_by: String,
    pub decided_at: Instant,
}

/// To whom a statement goes, and the day it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewStatement {
    pub receiver: BodyId,
    pub as_at: NaiveDate,
}

impl NewStatement {
    /// A statement cannot tell of days to come.
    pub fn parse(receiver: &str, as_at: Option<NaiveDate>, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let receiver = errors.keep(
            receiver
                .trim()
                .parse::<BodyId>()
                .map_err(|_| FieldError::required("with", "Choose who the statement goes to")),
        );
        let as_at = errors.keep(match as_at {
            None => Err(FieldError::invalid("as_at", "Enter a date, like 4 November 2026")),
            Some(day) if day > today => {
                Err(FieldError::out_of_range("as_at", "The date must be today or earlier"))
            }
            Some(day) if day.year() < 2000 => {
                Err(FieldError::out_of_range("as_at", "The year must be 2000 or later"))
            }
            Some(day) => Ok(day),
        });
        errors.finish(receiver.zip(as_at).map(|(receiver, as_at)| Self { receiver, as_at }))
    }
}

/// A statement, as one of its two sides sees it.
#[derive(Clone, Debug)]
pub struct StatementView {
    pub id: StatementId,
    pub sender: BodyId,
    pub sender_name: String,
    pub receiver: BodyId,
    pub receiver_name: String,
    pub as_at: NaiveDate,
    pub state: StatementState,
    pub sent_by: String,
    pub sent_at: Instant,
    pub answered_at: Option<Instant>,
    pub count: i64,
    pub total: Pence,
}

/// One open item of a statement.
#[derive(Clone, Debug)]
pub struct StatementLineView {
    pub number: i32,
    pub invoice: InvoiceView,
    pub open_amount: Pence,
    pub answer: LineAnswer,
    pub reason_code: Option<MismatchReason>,
    pub reason: Option<String>,
    pub answered_by: Option<String>,
}

/// What the lines of a statement come to, by their answer.
pub fn answered_total(lines: &[StatementLineView], answer: LineAnswer) -> Tally {
    let those = lines.iter().filter(|line| line.answer == answer);
    let total = Pence::sum(those.clone().map(|line| line.open_amount)).unwrap_or_default();
    Tally { count: i64::try_from(those.count()).unwrap_or(i64::MAX), total }
}
