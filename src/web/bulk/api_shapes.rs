//! What programs send and are sent about files of offers and needs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::bulk::columns::{Column, Must};
use crate::bulk::judge::{Fault, Judged, Twin};
use crate::bulk::model::{DoneRow, LoadAs, Outcome, Twins};
use crate::bulk::{Loadable, file::full_note};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::error::WebError;

/// How a file is taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BulkQuery {
    /// What to call the file.
    #[param(min_length = 1, max_length = 120, example = "offers.csv")]
    pub(super) name: Option<String>,
    /// `true` to be told what would happen and change nothing; `false` unless told.
    pub(super) dry_run: Option<bool>,
    /// What becomes of good rows: `published` or `drafts`. Needed unless it is a dry run.
    #[param(pattern = "^(published|drafts)$")]
    pub(super) load_as: Option<String>,
    /// What becomes of rows with the same title, service and months as something you list already: `skip`, unless
    /// told, or `load`.
    #[param(pattern = "^(skip|load)$")]
    pub(super) duplicates: Option<String>,
    /// Which column holds what, as a JSON object: the file's own heading for each key of a column, such as
    /// `{"title":"Name of service"}`. Columns that it does not name are left out. Without it, headings are guessed.
    #[param(max_length = 4000, example = r#"{"title":"Title"}"#)]
    pub(super) columns: Option<String>,
}

impl BulkQuery {
    pub(super) const fn is_dry(&self) -> bool {
        matches!(self.dry_run, Some(true))
    }

    /// What becomes of rows. A dry run need not say.
    pub(super) fn how(&self) -> Result<(Option<LoadAs>, Twins), WebError> {
        let mut errors = FieldErrors::default();
        let load_as = match self.load_as.as_deref() {
            None if self.is_dry() => Some(None),
            None => {
                errors.push(FieldError::required("load_as", "Say `published` or `drafts`"));
                None
            }
            Some(word) => {
                let unknown = |_| FieldError::unknown("load_as", "Say `published` or `drafts`");
                errors.keep(word.parse().map_err(unknown)).map(Some)
            }
        };
        let twins = self.duplicates.as_deref().unwrap_or(Twins::Skip.as_str()).parse();
        let twins = errors.keep(twins.map_err(|_| FieldError::unknown("duplicates", "Say `skip` or `load`")));
        errors.finish(load_as.zip(twins)).map_err(WebError::Invalid)
    }

    /// The file's heading for each key of a column, where they are named.
    pub(super) fn headings(&self) -> Result<Option<BTreeMap<String, String>>, FieldErrors> {
        let Some(text) = &self.columns else { return Ok(None) };
        serde_json::from_str(text).map(Some).map_err(|_| {
            FieldError::invalid("columns", "Send a JSON object such as {\"title\":\"Name of service\"}")
                .into()
        })
    }
}

/// Which kind of file is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FormatQuery {
    /// `csv`, unless told, or `xlsx`.
    #[param(pattern = "^(csv|xlsx)$")]
    pub(super) format: Option<String>,
}

impl FormatQuery {
    /// Whether it is a workbook.
    pub(super) fn is_workbook(&self) -> Result<bool, WebError> {
        match self.format.as_deref() {
            None | Some("csv") => Ok(false),
            Some("xlsx") => Ok(true),
            Some(_) => Err(WebError::Invalid(FieldError::unknown("format", "Say `csv` or `xlsx`").into())),
        }
    }
}

/// A column of the template.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkColumn {
    key: &'static str,
    heading: &'static str,
    /// Whether every row must say it.
    needed: bool,
    note: String,
    example: &'static str,
    /// What a cell can say, where it is one or several of a list.
    choices: Vec<&'static str>,
}

impl BulkColumn {
    pub(super) fn of<D>(column: &Column<D>) -> Self {
        let about = column.about;
        Self {
            key: about.key,
            heading: about.heading,
            needed: about.must == Must::Always,
            note: full_note(&about),
            example: about.example,
            choices: (about.choices)(),
        }
    }
}

/// What is wrong with a cell of a bad row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkFault {
    /// The key of the column; empty where it is the row as a whole.
    column: &'static str,
    heading: &'static str,
    message: String,
}

impl From<&Fault> for BulkFault {
    fn from(fault: &Fault) -> Self {
        Self { column: fault.key, heading: fault.heading, message: fault.reason.clone() }
    }
}

/// What becomes of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkRow {
    /// Its line in the file, from 1.
    line: u32,
    title: String,
    /// `loaded` (in a dry run: it would be), `duplicate` or `bad`.
    outcome: &'static str,
    /// The offer or need that it became, or that it is a duplicate of.
    id: Option<String>,
    /// Why it is left out; empty if it is not.
    reason: String,
    errors: Vec<BulkFault>,
}

impl BulkRow {
    /// A row that was judged and not loaded.
    pub(super) fn would<D>(row: &Judged<D>, twins: Twins) -> Self {
        let outcome = row.outcome(twins);
        let id = match (outcome, row.twin) {
            (Outcome::Duplicate, Some(Twin::Listed(id))) => Some(id.to_string()),
            _ => None,
        };
        Self {
            line: row.line,
            title: row.title.clone(),
            outcome: outcome.as_str(),
            id,
            reason: row.reason(twins),
            errors: Self::faults(row, outcome),
        }
    }

    /// A row that is done; `judged` is what was thought of it before.
    pub(super) fn done<D>(row: DoneRow, judged: Option<&Judged<D>>) -> Self {
        Self {
            line: row.line,
            title: row.title,
            outcome: row.outcome.as_str(),
            id: row.listing.map(|id| id.to_string()),
            reason: row.reason,
            errors: judged.map(|judged| Self::faults(judged, row.outcome)).unwrap_or_default(),
        }
    }

    fn faults<D>(row: &Judged<D>, outcome: Outcome) -> Vec<BulkFault> {
        let faults = row.said.as_ref().err().filter(|_| outcome == Outcome::Bad);
        faults.map(|faults| faults.iter().map(BulkFault::from).collect()).unwrap_or_default()
    }
}

/// What becomes of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BulkResult {
    dry_run: bool,
    /// The id under which the file is kept, unless it is a dry run.
    upload: Option<String>,
    /// How many rows were loaded, or in a dry run would be.
    loaded: usize,
    duplicates: usize,
    bad: usize,
    /// How many rows are not done yet: send the same file again to go on. None is loaded twice.
    left: usize,
    /// The file's heading that each column was read from, by the column's key.
    columns: BTreeMap<String, String>,
    rows: Vec<BulkRow>,
}

impl BulkResult {
    pub(super) fn of<D: Loadable>(
        upload: Option<String>,
        rows: Vec<BulkRow>,
        left: usize,
        column: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let count = |outcome: Outcome| rows.iter().filter(|row| row.outcome == outcome.as_str()).count();
        let heading = |known: &Column<D>| Some((known.about.key.to_owned(), column(known.about.key)?));
        Self {
            dry_run: upload.is_none(),
            upload,
            loaded: count(Outcome::Loaded),
            duplicates: count(Outcome::Duplicate),
            bad: count(Outcome::Bad),
            left,
            columns: D::columns().iter().filter_map(heading).collect(),
            rows,
        }
    }
}
