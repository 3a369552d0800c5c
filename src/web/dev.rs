//! Pages for whoever works on the program: every component of the design system on one page, in debug builds.

use super::routes::RouteSpec;

#[cfg(debug_assertions)]
pub(super) fn routes() -> Vec<RouteSpec> {
    use actix_web::web;

    use super::context::Cx;
    use super::routes::{Guard, get};
    use super::{ui, urls};

    async fn components(cx: Cx) -> actix_web::HttpResponse {
        cx.page("Components", ui::components::gallery())
    }

    vec![get(urls::COMPONENTS, Guard::Public, || web::get().to(components))]
}

#[cfg(not(debug_assertions))]
pub(super) fn routes() -> Vec<RouteSpec> {
    vec![]
}
