//! The JSON twins of the pages, over the same commands.

mod files;
mod matching;
mod names;
mod statements;

use utoipa::OpenApi;

use crate::web::routes::RouteSpec;

#[derive(OpenApi)]
#[openapi(nest(
    (path = "/ledger", api = files::Api),
    (path = "/ledger", api = names::Api),
    (path = "/ledger", api = matching::Api),
    (path = "/ledger", api = statements::Api),
))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = files::routes();
    routes.extend(names::routes());
    routes.extend(matching::routes());
    routes.extend(statements::routes());
    routes
}
