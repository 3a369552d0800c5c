//! The JSON twins.
use crate::web::routes::RouteSpec;
use utoipa::OpenApi;
#[derive(OpenApi)]
#[openapi()]
pub(in crate::web) struct Api;
pub(super) fn routes() -> Vec<RouteSpec> {
    vec![]
}
