//! Invitations that wait for an answer.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::RoleWord;
use crate::access::capability::ManagePeople;
use crate::access::queries::InvitationView;
use crate::access::{Email, Member, Roles, commands, queries};
use crate::kernel::FieldErrors;
use crate::kernel::ids::InvitationId;
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// An invitation that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Invitation {
    #[schema(format = Uuid)]
    id: String,
    email: String,
    #[schema(value_type = Vec<RoleWord>)]
    roles: Roles,
    #[schema(format = DateTime)]
    created_at: String,
    /// It can be accepted until then.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl From<InvitationView> for Invitation {
    fn from(invitation: InvitationView) -> Self {
        Self {
            id: invitation.id.to_string(),
            email: invitation.email,
            roles: invitation.roles,
            created_at: invitation.created_at.to_rfc3339(),
            expires_at: invitation.expires_at.to_rfc3339(),
        }
    }
}

/// Invitations not answered yet, newest first
#[utoipa::path(
    get, path = "/invitations", tag = "Access", params(ListQuery),
    responses(
        (status = 200, body = List<Invitation>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    cx: Cx,
    member: Member<ManagePeople>,
    list: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (page, now) = (list.page()?, cx.now());
    let invitations = cx.read(move |conn| queries::open_invitations(conn, &member, page, now)).await?;
    Ok(api::list(invitations, Invitation::from))
}

/// Whom to invite, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInvitation {
    /// Where the link goes that accepts the invitation.
    #[schema(
        format = "email",
        max_length = 254,
        pattern = r"^[A-Za-z0-9_+\-]+(\.[A-Za-z0-9_+\-]+)*@([A-Za-z0-9]([A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$"
    )]
    email: String,
    #[schema(value_type = Vec<RoleWord>, min_items = 1)]
    roles: Vec<String>,
}

/// Invite a colleague
#[utoipa::path(
    post, path = "/invitations", tag = "Access", request_body = NewInvitation,
    responses(
        (status = 201, body = Invitation),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "Invited or working here already"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn invite(
    cx: Cx,
    member: Member<ManagePeople>,
    body: Body<NewInvitation>,
) -> WebResult<HttpResponse> {
    let mut errors = FieldErrors::default();
    let email = errors.keep(Email::parse("email", &body.0.email));
    let roles = errors.keep(Roles::parse("roles", &body.0.roles));
    let (email, roles) = errors.finish(email.zip(roles))?;
    let now = cx.now();
    let invitation = cx
        .write(move |tx| {
            let id = commands::invite(tx, &member, &email, &roles, now)?;
            queries::open_invitation(tx.conn(), &member, id)
        })
        .await?;
    let location = format!("/api/v1/invitations/{}", invitation.id);
    Ok(answer::created(&location, &Invitation::from(invitation)))
}

/// Withdraw an invitation
#[utoipa::path(
    delete, path = "/invitations/{id}", tag = "Access",
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 204),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "The same request is still being carried out"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "The idempotency key was used for something else"),
    ),
)]
pub(super) async fn withdraw(
    cx: Cx,
    member: Member<ManagePeople>,
    path: web::Path<InvitationId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::withdraw_invitation(tx, &member, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
