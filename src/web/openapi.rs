//! The description of the API: OpenAPI 3.1, put together from what stands beside each handler.

use actix_web::{HttpResponse, web};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, Server};
use utoipa::{Modify, OpenApi};

use super::api::{Problem, ProblemField};
use super::context::Cx;
use super::routes::{Guard, RouteSpec, get};
use super::urls;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Symbiosis",
        description = "A marketplace where public bodies trade spare capacity. Everything a page does, this does.",
        contact(name = "Whoever runs this site"),
        license(name = "MIT", identifier = "MIT"),
    ),
    nest(
        (path = "/api/v1", api = super::access::Api),
        (path = "/api/v1", api = super::bodies::Api),
        (path = "/api/v1", api = super::catalogue::Api),
        (path = "/api/v1", api = super::negotiation::api_enquiries::EnquiryApi),
        (path = "/api/v1", api = super::negotiation::api::Api),
        (path = "/api/v1", api = super::agreements::api::Api),
        (path = "/api/v1", api = super::service_levels::Api),
        (path = "/api/v1", api = super::charges::Api),
        (path = "/api/v1", api = super::reconciliation::Api),
    ),
    components(schemas(Problem, ProblemField)),
    modifiers(&Bearer),
    security(("token" = [])),
)]
struct Api;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, description: &mut Description) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API token, made under Our body, API tokens."))
            .build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The description; paths start with `/api/v1`.
pub fn description(base_url: &str) -> Description {
    let mut description = Api::openapi();
    description.servers = Some(vec![Server::new(base_url)]);
    description
}

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![get(urls::OPENAPI, Guard::Public, || web::get().to(openapi))]
}

/// `GET /api/v1/openapi.json`
async fn openapi(cx: Cx) -> HttpResponse {
    HttpResponse::Ok().json(description(&cx.app().settings.base_url))
}
