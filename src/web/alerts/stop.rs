//! The links with which whoever gets a mail stops such mails, signed in or not: a page that asks, and the click that their
//! mail program sends by itself (RFC 8058).

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::alerts::model::Stop;
use crate::alerts::{commands, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{actions, button, post_form};
use crate::web::urls::{self as site, alerts as urls};

type Sent = Form<Vec<(String, String)>>;

/// `GET /alerts/stop/{secret}`
pub(super) async fn ask_search(cx: Cx, secret: web::Path<String>) -> WebResult<HttpResponse> {
    ask(cx, Stop::Search, secret.into_inner()).await
}

/// `POST /alerts/stop/{secret}`
pub(super) async fn search(cx: Cx, secret: web::Path<String>, _: Sent) -> WebResult<HttpResponse> {
    stop(cx, Stop::Search, secret.into_inner()).await
}

/// `GET /alerts/stop/all/{secret}`
pub(super) async fn ask_all(cx: Cx, secret: web::Path<String>) -> WebResult<HttpResponse> {
    ask(cx, Stop::All, secret.into_inner()).await
}

/// `POST /alerts/stop/all/{secret}`
pub(super) async fn all(cx: Cx, secret: web::Path<String>, _: Sent) -> WebResult<HttpResponse> {
    stop(cx, Stop::All, secret.into_inner()).await
}

/// `GET /alerts/stop/shortlists/{secret}`
pub(super) async fn ask_shortlists(cx: Cx, secret: web::Path<String>) -> WebResult<HttpResponse> {
    ask(cx, Stop::Shortlists, secret.into_inner()).await
}

/// `POST /alerts/stop/shortlists/{secret}`
pub(super) async fn shortlists(cx: Cx, secret: web::Path<String>, _: Sent) -> WebResult<HttpResponse> {
    stop(cx, Stop::Shortlists, secret.into_inner()).await
}

/// Following the link alone changes nothing: programs that check mails follow links too.
async fn ask(cx: Cx, what: Stop, secret: String) -> WebResult<HttpResponse> {
    let wanted = secret.clone();
    let name = cx.read(move |conn| queries::stopped_by(conn, what, &wanted)).await?;
    let body = html! {
        h1 { "Stop " (mails(what, name.as_deref())) "?" }
        p { (kept(what)) " You can turn the mails on again under your saved searches." }
        (post_form(&urls::stop(what, &secret), &cx.once(), actions(button("Stop these mails"))))
    };
    Ok(cx.page("Stop these mails?", body))
}

/// 200 and never a redirect, which a mail program would not follow.
async fn stop(cx: Cx, what: Stop, secret: String) -> WebResult<HttpResponse> {
    let now = cx.now();
    let name = cx.write(move |tx| commands::stop(tx, what, &secret, now)).await?;
    let body = html! {
        h1 { "You get no more of " (mails(what, name.as_deref())) }
        p {
            (kept(what)) " What is new stands under " a href=(urls::LIST) { "your saved searches" }
            ", where you can turn the mails on again."
        }
        p { a href=(site::HOME) { "Go to the first page" } }
    };
    Ok(cx.page("You get no more of these mails", body))
}

fn mails(what: Stop, name: Option<&str>) -> Markup {
    html! {
        @match what {
            Stop::Search => { "the mails of “" (name.unwrap_or_default()) "”" }
            Stop::All => { "all mails about what is new" }
            Stop::Shortlists => { "the mails about offers on your shortlists" }
        }
    }
}

fn kept(what: Stop) -> &'static str {
    match what {
        Stop::Search => "The search is kept.",
        Stop::All => "Your searches and shortlists are kept.",
        Stop::Shortlists => "Your shortlists are kept, and so are the mails of your searches.",
    }
}
