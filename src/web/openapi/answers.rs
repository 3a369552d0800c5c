//! What any operation may answer: said once, from the table of routes, so that a handler need only describe what is
//! its own.

use utoipa::Modify;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr};

use crate::kernel::paging::CURSOR_PATTERN;
use crate::web::routes::{self, Guard, Method, RouteSpec};

/// The media type of a problem (RFC 9457).
const PROBLEM: &str = "application/problem+json";

/// Completes every operation with who may call it and with the problems it shares with others of its kind.
pub(super) struct CommonAnswers;

impl Modify for CommonAnswers {
    fn modify(&self, description: &mut OpenApi) {
        for route in routes::table() {
            let item = description.paths.paths.get_mut(route.path);
            if let Some(operation) = item.and_then(|item| operation(item, route.method)) {
                complete(operation, &route);
            }
        }
    }
}

pub(super) fn operation(item: &mut PathItem, method: Method) -> Option<&mut Operation> {
    match method {
        Method::Get => item.get.as_mut(),
        Method::Post => item.post.as_mut(),
        Method::Put => item.put.as_mut(),
        Method::Delete => item.delete.as_mut(),
    }
}

fn complete(operation: &mut Operation, route: &RouteSpec) {
    operation.operation_id = Some(name(route));
    if matches!(route.guard, Guard::Public | Guard::Demo) {
        // A token is welcome, for what only its body sees, but nobody needs one.
        operation.security =
            Some(vec![SecurityRequirement::default(), SecurityRequirement::new("token", [""; 0])]);
    }
    for parameter in operation.parameters.iter_mut().flatten().filter(|parameter| parameter.name == "cursor")
    {
        parameter.schema = Some(cursor());
    }
    for (status, meaning) in problems(operation, route) {
        let answers = &mut operation.responses.responses;
        answers.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(meaning)));
    }
    for (status, answer) in &mut operation.responses.responses {
        if let RefOr::T(answer) = answer
            && (status.starts_with('4') || status.starts_with('5'))
        {
            name_media_type(answer);
        }
    }
}

/// A name of its own for each operation: `post_offers_id_publish`.
fn name(route: &RouteSpec) -> String {
    let path = route.path.trim_start_matches("/api/v1/");
    let words: String = path
        .chars()
        .filter(|letter| !matches!(letter, '{' | '}'))
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' })
        .collect();
    format!("{}_{words}", route.method.as_str().to_ascii_lowercase())
}

/// Which problems a request of this kind can run into before and within its handler.
fn problems(operation: &Operation, route: &RouteSpec) -> Vec<(&'static str, &'static str)> {
    let mut problems = vec![
        ("400", "The request cannot be understood"),
        ("503", "The database cannot be reached just now; nothing was changed"),
    ];
    if !matches!(route.guard, Guard::Public | Guard::Demo) {
        problems.push(("401", "There is no token, or it is not valid any more"));
        problems.push(("403", "The token may not do this"));
    }
    if route.path.contains('{') {
        problems.push(("404", "There is no such thing, or it is not yours to see"));
    }
    if route.method != Method::Get {
        problems.push(("409", "It is no longer possible, was done already or is still being carried out"));
        problems.push(("413", "What was sent is too large"));
    }
    if route.method != Method::Get || operation.parameters.is_some() {
        problems.push(("422", "What was sent does not make sense; `errors` says why"));
    }
    if operation.request_body.is_some() {
        problems.push(("415", "What was sent is of another media type"));
    }
    problems
}

/// A place in a list. What fits the pattern is accepted, also where a list is shorter: its page is empty.
fn cursor() -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(CURSOR_PATTERN));
    RefOr::T(Schema::Object(text.build()))
}

fn problem(meaning: &str) -> Response {
    let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    ResponseBuilder::new().description(meaning).content(PROBLEM, content).build()
}

/// A problem is sent as what it is, whatever was written beside the handler.
fn name_media_type(answer: &mut Response) {
    if let Some(content) = answer.content.shift_remove("application/json") {
        answer.content.insert(PROBLEM.into(), content);
    }
}
