//! Keeping a file, saying what its columns hold, and throwing it away.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{own, record};
use crate::access::Member;
use crate::audit::chain::hex;
use crate::bulk::error::BulkError;
use crate::bulk::file::BEFORE_BAD_ROWS;
use crate::bulk::loading::Loadable;
use crate::bulk::mapping::{Mapping, heading_words};
use crate::bulk::state::{UploadEvent, UploadState};
use crate::bulk::store::{headings, uploads};
use crate::bulk::table::Table;
use crate::kernel::ids::BulkUploadId;
use crate::kernel::{FieldError, FieldErrors, Instant, text};
use crate::storage::{Json, Tx};

/// How many files of one body may wait to be loaded.
const MOST_WAITING: i64 = 20;

/// A file that can be read as a table.
#[derive(Clone, Debug)]
pub struct Upload {
    name: String,
    sha256: String,
    table: Table,
}

impl Upload {
    /// Opens the file: what is not a table is refused here, before anything is kept.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(text::required_line("name", name, "a name for the file", 120));
        let refused = |flaw: crate::bulk::table::TableFlaw| FieldError::invalid("file", flaw.to_string());
        let table = errors.keep(Table::open(bytes).map_err(refused));
        let sha256 = hex(&Sha256::digest(bytes));
        errors.finish(name.zip(table).map(|(name, table)| Self { name, sha256, table }))
    }

    pub const fn table(&self) -> &Table {
        &self.table
    }
}

/// Keeps a file. The same content again, while the first waits to be loaded, leads to the first. Where every heading is known,
/// nobody has to say what the columns hold.
pub fn upload<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    input: &Upload,
    now: Instant,
) -> Result<BulkUploadId, BulkError> {
    let place = (by.body(), D::KIND);
    if let Some(first) = uploads::waiting(tx.conn(), place, &input.sha256)? {
        return Ok(first);
    }
    if uploads::count_waiting(tx.conn(), by.body())? >= MOST_WAITING {
        return Err(BulkError::TooManyWaiting);
    }
    let known = D::known();
    let remembered = headings::remembered(tx.conn(), by.body(), D::KIND)?;
    let guess = Mapping::guess(&input.table.headings, &known, &remembered);
    let is_plain = input.table.headings.iter().enumerate().all(|(place, heading)| {
        let words = heading_words(heading);
        remembered.contains_key(&words)
            || BEFORE_BAD_ROWS.iter().any(|ours| heading_words(ours) == words)
            || known
                .iter()
                .any(|ours| Some(ours.key) == guess.key_of(place) && heading_words(ours.heading) == words)
    });
    let mapping = (is_plain && guess.missing(&known).is_empty()).then(|| Json::of(&guess)).transpose()?;
    let id = BulkUploadId::new();
    let rows = input.table.rows.len();
    let new = uploads::NewUpload {
        id,
        body_id: by.body(),
        kind: D::KIND,
        name: input.name.clone(),
        sha256: input.sha256.clone(),
        state: UploadState::Uploaded,
        headings: Json::of(&input.table.headings)?,
        content: Some(uploads::packed(&input.table)?),
        mapping,
        row_count: i32::try_from(rows).unwrap_or(i32::MAX),
        done_count: 0,
        uploaded_by: by.name().to_owned(),
        uploaded_at: now,
    };
    uploads::insert(tx, new)?;
    let data = json!({ "kind": D::KIND, "name": input.name, "sha256": input.sha256, "rows": rows });
    record(tx, by, "bulk_upload.uploaded", id, data, now)?;
    Ok(id)
}

/// Says what the columns of a file hold, and remembers it for every heading. `mapping` was checked against the file's headings.
pub fn choose_columns<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    mapping: &Mapping,
    now: Instant,
) -> Result<(), BulkError> {
    let file = own::<D>(tx, by, id)?;
    file.state.apply(UploadEvent::ChooseColumns)?;
    let table = uploads::table(tx.conn(), (by.body(), D::KIND), id)?.ok_or(BulkError::NotFound)?;
    uploads::set_mapping(tx, id, mapping)?;
    for (place, heading) in table.headings.iter().enumerate() {
        let words = heading_words(heading);
        if !words.is_empty() {
            let key = mapping.key_of(place).unwrap_or_default();
            headings::remember(tx, by.body(), D::KIND, (&words, key), now)?;
        }
    }
    let data = json!({ "before": file.mapping, "after": mapping });
    record(tx, by, "bulk_upload.columns_chosen", id, data, now)
}

/// Throws away a file of which nothing was loaded.
pub fn discard<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    now: Instant,
) -> Result<(), BulkError> {
    let file = own::<D>(tx, by, id)?;
    file.state.apply(UploadEvent::Discard)?;
    uploads::delete(tx, id)?;
    record(tx, by, "bulk_upload.discarded", id, json!({ "kind": D::KIND, "name": file.name }), now)
}
