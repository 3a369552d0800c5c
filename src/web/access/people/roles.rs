//! What a colleague may do, and taking it all away.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::invite::sentence;
use super::list::done;
use crate::access::capability::ManagePeople;
use crate::access::queries::Colleague;
use crate::access::{AccessError, Member, Roles, commands, queries};
use crate::kernel::ids::PersonId;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::access::views::{self, RolesPage};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web::access) struct RolesForm {
    roles: Vec<String>,
}

/// `GET /our-body/people/{id}`
pub(in crate::web::access) async fn form(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
) -> WebResult<HttpResponse> {
    let colleague = colleague(&cx, &member, *path).await?;
    let roles: Vec<String> = colleague.roles.iter().map(|role| role.as_str().to_owned()).collect();
    let body = page(&cx, &member, &colleague, &roles, &FieldErrors::default());
    Ok(cx.page(&colleague.name, body))
}

/// `POST /our-body/people/{id}`
pub(in crate::web::access) async fn change(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
    form: Form<RolesForm>,
) -> WebResult<HttpResponse> {
    let colleague = colleague(&cx, &member, *path).await?;
    let invalid = |errors: FieldErrors| {
        let body = page(&cx, &member, &colleague, &form.roles, &errors);
        Ok(cx.invalid(&colleague.name, &errors, body))
    };
    let roles = match Roles::parse("roles", &form.roles) {
        Ok(roles) => roles,
        Err(error) => return invalid(error.into()),
    };
    let (by, id, now) = (member.clone(), *path, cx.now());
    match cx.try_write(move |tx| commands::change_roles(tx, &by, id, &roles, now)).await {
        Ok(()) => Ok(done(&cx, &format!("The roles of {} are changed", colleague.name))),
        Err(error @ AccessError::LastAdministrator) => {
            invalid(FieldError::invalid("roles", sentence(&error.to_string())).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /our-body/people/{id}/remove`
pub(in crate::web::access) async fn confirm_remove(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
) -> WebResult<HttpResponse> {
    let colleague = colleague(&cx, &member, *path).await?;
    let title = format!("Remove {}?", colleague.name);
    let body = views::confirm_remove(&title, &colleague, member.body_name(), &cx.once());
    Ok(cx.page(&title, body))
}

/// `POST /our-body/people/{id}/remove`
pub(in crate::web::access) async fn remove(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<PersonId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    let is_oneself = id == member.person();
    cx.write(move |tx| commands::remove_person(tx, &member, id, now)).await?;
    if is_oneself {
        return Ok(cx.done(urls::HOME, "You no longer act for that body"));
    }
    Ok(done(&cx, "They no longer act for your body"))
}

async fn colleague(cx: &Cx, member: &Member<ManagePeople>, id: PersonId) -> WebResult<Colleague> {
    let by = member.clone();
    cx.read(move |conn| queries::colleague(conn, &by, id)).await
}

fn page(
    cx: &Cx,
    member: &Member<ManagePeople>,
    colleague: &Colleague,
    roles: &[String],
    errors: &FieldErrors,
) -> maud::Markup {
    let body_name = member.body_name();
    views::roles(&RolesPage { colleague, body_name, roles, keys: &cx.once(), errors })
}
