//! The description of the API: OpenAPI 3.1, put together from what stands beside each handler.

mod answers;

use actix_web::{HttpResponse, web};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Description, Server};
use utoipa::{Modify, OpenApi};

use self::answers::CommonAnswers;

use crate::web::api::{Problem, ProblemField};
use crate::web::context::Cx;
use crate::web::routes::{Guard, RouteSpec, get};
use crate::web::urls;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Symbiosis",
        description = "A marketplace where public bodies trade spare capacity. Everything a page does, this does.",
        contact(name = "Whoever runs this site"),
        license(name = "MIT", identifier = "MIT"),
    ),
    nest(
        (path = "/api/v1", api = crate::web::access::Api),
        (path = "/api/v1", api = crate::web::bodies::Api),
        (path = "/api/v1", api = crate::web::bodies::PartnersApi),
        (path = "/api/v1", api = crate::web::bodies::RecordApi),
        (path = "/api/v1", api = crate::web::bodies::PublicAgreementApi),
        (path = "/api/v1", api = crate::web::catalogue::Api),
        (path = "/api/v1", api = crate::web::catalogue::AttachmentApi),
        (path = "/api/v1", api = crate::web::needs::Api),
        (path = "/api/v1", api = crate::web::needs::SearchOfNeedApi),
        (path = "/api/v1", api = crate::web::needs::ShortlistApi),
        (path = "/api/v1", api = crate::web::needs::JustificationApi),
        (path = "/api/v1", api = crate::web::needs::SuggestionApi),
        (path = "/api/v1", api = crate::web::bulk::Api),
        (path = "/api/v1", api = crate::web::bulk::PastUploadApi),
        (path = "/api/v1", api = crate::web::alerts::Api),
        (path = "/api/v1", api = crate::web::alerts::FindsApi),
        (path = "/api/v1", api = crate::web::browse::Api),
        (path = "/api/v1", api = crate::web::negotiation::api::Api),
        (path = "/api/v1", api = crate::web::negotiation::AnswerApi),
        (path = "/api/v1", api = crate::web::negotiation::NeedEnquiryApi),
        (path = "/api/v1", api = crate::web::negotiation::api_enquiries::EnquiryApi),
        (path = "/api/v1", api = crate::web::negotiation::public_answers::PublicAnswerApi),
        (path = "/api/v1", api = crate::web::agreements::api::Api),
        (path = "/api/v1", api = crate::web::agreements::PublicationApi),
        (path = "/api/v1", api = crate::web::service_levels::Api),
        (path = "/api/v1", api = crate::web::charges::Api),
        (path = "/api/v1", api = crate::web::reconciliation::Api),
    ),
    components(schemas(Problem, ProblemField)),
    modifiers(&Bearer, &CommonAnswers),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::routes;

    #[test]
    fn every_route_of_the_api_is_described() {
        let mut description = description("http://localhost");
        for route in routes::table().iter().filter(|route| route.path.starts_with("/api/v1/")) {
            if route.path == urls::OPENAPI {
                continue;
            }
            let item = description.paths.paths.get_mut(route.path);
            let described = item.and_then(|item| answers::operation(item, route.method)).is_some();
            assert!(described, "{} {} is not described", route.method.as_str(), route.path);
        }
    }
}
