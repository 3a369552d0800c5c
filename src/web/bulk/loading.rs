//! Keeping a file and loading it, for the pages and for the API alike.

use std::sync::Arc;
use std::time::Duration;

use crate::access::Member;
use crate::bulk::commands::{self, Progress, Upload};
use crate::bulk::model::HowToLoad;
use crate::bulk::{BulkError, Loadable, queries};
use crate::kernel::ids::BulkUploadId;
use crate::kernel::{FieldError, FieldErrors};
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// For how long a page loads rows before it tells how far it is.
pub(super) const A_PAGE: Duration = Duration::from_secs(8);
/// For how long a program waits.
pub(super) const A_PROGRAM: Duration = Duration::from_secs(120);

/// Opens a file away from the threads that answer. Whatever a file does to the program that reads it, it is a file that cannot
/// be read and no more.
pub(super) async fn open(name: String, bytes: Vec<u8>) -> Result<Upload, FieldErrors> {
    let opened = actix_web::web::block(move || Upload::parse(&name, &bytes)).await;
    opened.unwrap_or_else(|_| {
        let message = "This file cannot be read. Copy its rows into our template and upload that";
        Err(FieldError::invalid("file", message).into())
    })
}

/// Keeps a file. Of two that arrive at the same moment with the same content, the second finds the first.
pub(super) async fn keep<D: Loadable>(
    cx: &Cx,
    by: &Member<D::Duty>,
    upload: Upload,
) -> Result<BulkUploadId, BulkError> {
    let (now, upload) = (cx.now(), Arc::new(upload));
    let attempt = || {
        let (by, upload) = (by.clone(), Arc::clone(&upload));
        cx.try_write(move |tx| commands::upload::<D>(tx, &by, &upload, now))
    };
    match attempt().await {
        Err(BulkError::Storage(StorageError::Duplicate(_))) => attempt().await,
        kept => kept,
    }
}

/// Loads rows until all are done or so much time has passed. Going on later, or after a crash, finishes what was begun.
pub(super) async fn load<D: Loadable>(
    cx: &Cx,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    how: HowToLoad,
    patience: Duration,
) -> WebResult<Progress> {
    let (now, begun) = (cx.now(), tokio::time::Instant::now());
    let member = by.clone();
    let (_, table, _) = cx.read(move |conn| queries::table::<D>(conn, &member, id)).await?;
    let table = Arc::new(table);
    let member = by.clone();
    cx.write(move |tx| commands::begin_load::<D>(tx, &member, id, how, now)).await?;
    loop {
        let (member, table) = (by.clone(), Arc::clone(&table));
        let progress = cx.write(move |tx| commands::load_rows::<D>(tx, &member, id, &table, now)).await?;
        if progress.is_over() || begun.elapsed() >= patience {
            return Ok(progress);
        }
    }
}
