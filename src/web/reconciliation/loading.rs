//! Loading a file batch by batch, for the page and for the API alike.

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::kernel::ids::LedgerFileId;
use crate::reconciliation::commands::{self, BATCH, Loaded};
use crate::reconciliation::queries;
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// Loads a file, each batch in a transaction of its own. Doing it again after a crash finishes what was begun.
pub(super) async fn load(cx: &Cx, by: &Member<ManageFinance>, id: LedgerFileId) -> WebResult<Loaded> {
    let now = cx.now();
    let member = by.clone();
    let reading = cx.read(move |conn| queries::reading(conn, &member, id)).await?;
    let member = by.clone();
    let reading =
        cx.write(move |tx| commands::begin_load(tx, &member, id, &reading).map(|()| reading)).await?;
    for batch in reading.extract.lines.chunks(BATCH) {
        let (member, batch) = (by.clone(), batch.to_vec());
        cx.write(move |tx| commands::put_lines(tx, &member, id, &batch)).await?;
    }
    for batch in reading.extract.bad_rows.chunks(BATCH) {
        let (member, batch) = (by.clone(), batch.to_vec());
        cx.write(move |tx| commands::put_bad_rows(tx, &member, id, &batch)).await?;
    }
    let member = by.clone();
    cx.write(move |tx| commands::finish_load(tx, &member, id, now)).await
}
