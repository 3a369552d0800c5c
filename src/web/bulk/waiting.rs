//! Files that wait to be loaded, for the first page of whoever may load them.

use super::check::so_far;
use crate::access::capability::{ManageNeeds, ManageOffers};
use crate::access::{Capability, Member};
use crate::bulk::model::{Kind, UploadView};
use crate::bulk::queries;
use crate::bulk::state::UploadState;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{TodoItem, Tone};
use crate::web::urls::bulk as urls;

/// The files of offers and needs that are not loaded, or half loaded.
pub(in crate::web) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let mut items = Vec::new();
    if let Ok(by) = cx.credential().member::<ManageOffers>() {
        items.extend(of_kind(cx, by, Kind::Offers).await?);
    }
    if let Ok(by) = cx.credential().member::<ManageNeeds>() {
        items.extend(of_kind(cx, by, Kind::Needs).await?);
    }
    Ok(items)
}

async fn of_kind<C: Capability>(cx: &Cx, by: Member<C>, kind: Kind) -> WebResult<Vec<TodoItem>> {
    let files = cx.read(move |conn| queries::latest(conn, &by, kind)).await?;
    Ok(files.into_iter().filter(|file| file.state != UploadState::Loaded).map(item).collect())
}

fn item(file: UploadView) -> TodoItem {
    let tone = if file.state == UploadState::Loading { Tone::Warn } else { Tone::Plain };
    TodoItem {
        href: urls::upload(file.kind, file.id),
        action: format!("Load “{}”", file.name),
        about: format!("with your {}, or throw it away", file.kind.noun(2)),
        detail: Some(format!("{} done, uploaded by {}", so_far(file.done, file.rows), file.uploaded_by)),
        tag: Some((tone, file.state.label().into())),
    }
}
