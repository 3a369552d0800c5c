//! One's own account: sessions, and the body one acts for.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::sign_in::signed_out;
use super::views::{self, AccountPage};
use crate::access::{AccessError, Person, commands, queries};
use crate::kernel::ids::{BodyId, SessionId};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BodyForm {
    body: String,
}

/// `GET /account`
pub(super) async fn show(cx: Cx, person: Person) -> WebResult<HttpResponse> {
    let (by, now) = (person.clone(), cx.now());
    let sessions = cx.read(move |conn| queries::sessions(conn, &by, now)).await?;
    let page = AccountPage {
        name: person.name(),
        email: person.email(),
        acting: cx.credential().acting(),
        sessions: &sessions,
        keys: &cx.repeatable(),
    };
    Ok(cx.page("Your account", views::account(&page)))
}

/// `POST /account/sessions/{id}/end`
pub(super) async fn end_session(
    cx: Cx,
    person: Person,
    path: web::Path<SessionId>,
) -> WebResult<HttpResponse> {
    let (id, now, this_one) = (path.into_inner(), cx.now(), person.session());
    cx.write(move |tx| commands::end_session(tx, &person, id, now)).await?;
    if id == this_one {
        return signed_out(&cx, "You have signed out");
    }
    Ok(cx.done(urls::ACCOUNT, "That session has ended"))
}

/// `POST /account/sign-out-everywhere`
pub(super) async fn sign_out_everywhere(cx: Cx, person: Person) -> WebResult<HttpResponse> {
    let now = cx.now();
    cx.write(move |tx| commands::sign_out_everywhere(tx, &person, now)).await?;
    signed_out(&cx, "You are signed out everywhere")
}

/// `GET /account/acting-body`
pub(super) async fn bodies(cx: Cx, person: Person) -> WebResult<HttpResponse> {
    let bodies = bodies_of(&cx, person).await?;
    let acting = cx.credential().acting().map(|acting| acting.body);
    let body = views::choose_body(&bodies, acting, &cx.repeatable(), &FieldErrors::default());
    Ok(cx.page("Choose the body you act for", body))
}

/// `POST /account/acting-body`
pub(super) async fn choose_body(cx: Cx, person: Person, form: Form<BodyForm>) -> WebResult<HttpResponse> {
    let (by, now) = (person.clone(), cx.now());
    let chosen = match form.body.parse::<BodyId>() {
        Ok(body) => cx.try_write(move |tx| commands::choose_body(tx, &by, body, now)).await,
        Err(_) => Err(AccessError::NotFound),
    };
    match chosen {
        Ok(()) => Ok(cx.done(urls::HOME, "You act for another body now")),
        Err(AccessError::NotFound) => {
            let bodies = bodies_of(&cx, person).await?;
            let errors = FieldErrors::from(FieldError::unknown("body", "Choose one of your bodies"));
            let body = views::choose_body(&bodies, None, &cx.repeatable(), &errors);
            Ok(cx.invalid("Choose the body you act for", &errors, body))
        }
        Err(error) => Err(error.into()),
    }
}

async fn bodies_of(cx: &Cx, person: Person) -> WebResult<Vec<(BodyId, String)>> {
    cx.read(move |conn| queries::bodies_of(conn, &person)).await
}
