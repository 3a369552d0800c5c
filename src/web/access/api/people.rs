//! Colleagues and their roles.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::words::RoleWord;
use crate::access::capability::{ManagePeople, ReadBody};
use crate::access::queries::{Colleague, ColleagueFilter, ColleagueOrder};
use crate::access::{Member, Role, Roles, commands, queries};
use crate::kernel::ids::PersonId;
use crate::kernel::{FieldError, FieldErrors, Instant};
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// Somebody who acts for the body.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Person {
    #[schema(format = Uuid)]
    id: String,
    name: String,
    email: String,
    #[schema(value_type = Vec<RoleWord>)]
    roles: Roles,
    /// When they last signed in; null if never.
    #[schema(format = DateTime)]
    signed_in_at: Option<String>,
}

impl From<Colleague> for Person {
    fn from(colleague: Colleague) -> Self {
        Self {
            id: colleague.id.to_string(),
            name: colleague.name,
            email: colleague.email,
            roles: colleague.roles,
            signed_in_at: colleague.signed_in_at.map(Instant::to_rfc3339),
        }
    }
}

/// Which people are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct PeopleFilter {
    /// Words that must all be part of the name or the email address.
    q: Option<String>,
    /// Only people with this role.
    #[param(value_type = Option<RoleWord>)]
    role: Option<String>,
}

impl PeopleFilter {
    fn filter(&self) -> Result<ColleagueFilter, FieldErrors> {
        let unknown = |_| FieldError::unknown("role", "There is no such role");
        let role = self.role.as_deref().map(str::parse::<Role>).transpose().map_err(unknown)?;
        Ok(ColleagueFilter::new(self.q.as_deref().unwrap_or_default(), role, ColleagueOrder::Name))
    }
}

/// The people of your body, by name
#[utoipa::path(
    get, path = "/people", tag = "Access", params(PeopleFilter, ListQuery),
    responses(
        (status = 200, body = List<Person>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    filter: web::Query<PeopleFilter>,
    list: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (filter, page) = (filter.filter()?, list.page()?);
    let people = cx.read(move |conn| queries::colleagues(conn, &member, &filter, page)).await?;
    Ok(api::list(people, Person::from))
}

/// The roles somebody shall have, in place of those they have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRoles {
    #[schema(value_type = Vec<RoleWord>, min_items = 1)]
    roles: Vec<String>,
}

/// Change somebody's roles
#[utoipa::path(
    put, path = "/people/{id}/roles", tag = "Access", request_body = NewRoles,
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, body = Person),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "A body must keep an administrator"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_roles(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
    body: Body<NewRoles>,
) -> WebResult<HttpResponse> {
    let roles = Roles::parse("roles", &body.0.roles).map_err(FieldErrors::from)?;
    let (id, now) = (path.into_inner(), cx.now());
    let colleague = cx
        .write(move |tx| {
            commands::change_roles(tx, &member, id, &roles, now)?;
            queries::colleague(tx.conn(), &member, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Person::from(colleague)))
}

/// Remove somebody from your body
#[utoipa::path(
    delete, path = "/people/{id}", tag = "Access",
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 204),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "A body must keep an administrator"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "The idempotency key was used for something else"),
    ),
)]
pub(super) async fn remove(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::remove_person(tx, &member, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
