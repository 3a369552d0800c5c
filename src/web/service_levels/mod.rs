//! Monthly returns and their answers.

use super::context::Cx;
use super::error::WebResult;
use super::routes::RouteSpec;
use super::ui::TodoItem;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![]
}

/// What waits for whoever is looking, the most urgent first.
#[expect(clippy::unused_async, reason = "the other capabilities ask the database here")]
pub(super) async fn waiting(_: &Cx) -> WebResult<Vec<TodoItem>> {
    Ok(vec![])
}
