//! What somebody typed into a form that could not be taken: shown to them again, so that nothing is lost.
//!
//! A form whose token is of another session is offered to be sent again with a new one. That is safe because it came from
//! a page of this site (the middleware has checked the origin before it keeps anything), because its sender has to press
//! the button, and because everything in it is escaped. Passwords are never shown, and files are not kept.

use actix_web::{HttpRequest, web};
use maud::{Markup, html};

use super::app_state::AppState;
use super::context::Cx;
use super::form::Submitted;
use super::origin;
use super::routes::{self, Guard, Method};
use super::ui::{FormKeys, SummaryRow, actions, button, button_link, kept_fields, post_form, summary_list};
use super::urls;

/// The page to go back to: the one of the form, or else its address.
pub(super) fn page_of(request: &HttpRequest) -> String {
    let app = request.app_data::<web::Data<AppState>>();
    let from = app.and_then(|app| origin::came_from(request.headers(), app));
    from.unwrap_or_else(|| urls::local(request.path()).to_owned())
}

/// A form of ours whose token is of another session, or of none.
pub(super) fn expired(cx: &Cx, request: &HttpRequest, sent: &Submitted) -> Markup {
    let back = page_of(request);
    let is_signed_out = !cx.credential().is_signed_in() && needs_sign_in(request);
    let is_secret = sent.fields.iter().any(|(name, _)| name.contains("password"));
    let has_file = sent.files.iter().any(|file| !file.name.is_empty());
    html! {
        @if is_signed_out {
            p { "You are signed out, so nothing was changed." }
        } @else {
            p {
                "It was open for too long, or you have signed in again since it was opened. Nothing was changed."
                @if let Some(name) = cx.credential().name() { (sender(cx, name)) }
            }
        }
        @if is_secret {
            p { a href=(back) { "Open the form again" } }
        } @else {
            @if has_file { p { "A file is not kept: open the form again and choose the file again." } }
            @if is_signed_out {
                (actions(button_link("Sign in", &urls::sign_in_then(&back))))
                p {
                    "Signing in here opens the form again, empty. To keep what you typed, "
                    a href=(urls::SIGN_IN) target="_blank" rel="noopener" { "sign in in another tab" }
                    ": it still stands on this page, to be sent from here."
                }
            } @else { p { a href=(back) { "Open the form again" } } }
            @if !has_file { (again(cx, request, sent, is_signed_out)) }
            (typed(&sent.fields))
        }
    }
}

fn sender(cx: &Cx, name: &str) -> Markup {
    html! {
        " You are signed in as " strong { (name) }
        @if let Some(acting) = cx.credential().acting() { ", for " strong { (acting.body_name) } }
        "."
    }
}

/// The same form with a new token and a new key. Whoever is signed out has none that would do: sent from here, after
/// signing in in another tab, it comes to this page once more and gets one.
fn again(cx: &Cx, request: &HttpRequest, sent: &Submitted, is_signed_out: bool) -> Markup {
    let keys = if is_signed_out { FormKeys::default() } else { cx.once() };
    let action = request.uri().path_and_query().map_or(urls::HOME, |path| path.as_str());
    let content = html! { (kept_fields(&sent.fields)) (actions(button("Send it again"))) };
    post_form(urls::local(action), &keys, content)
}

/// Whether the form is only for those who are signed in.
fn needs_sign_in(request: &HttpRequest) -> bool {
    let path = request.match_pattern().unwrap_or_default();
    let table = routes::table();
    let found = table.iter().find(|spec| spec.method == Method::Post && spec.path == path);
    !found.is_some_and(|spec| matches!(spec.guard, Guard::Public | Guard::Link | Guard::Demo))
}

/// What was typed, to be read and copied; nothing if it was nothing that anybody types.
pub(super) fn typed(fields: &[(String, String)]) -> Markup {
    let rows: Vec<SummaryRow> = fields
        .iter()
        .filter(|(name, value)| is_typed(name, value))
        .map(|(name, value)| {
            SummaryRow::new(label(name), html! { @for line in value.lines() { p { (line) } } })
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h2 { "What you typed" }
            (summary_list(&rows))
        }
    }
}

/// Ids and counters are the form's own, and what is secret is not shown.
fn is_typed(name: &str, value: &str) -> bool {
    let is_ours = name.starts_with('_') || matches!(name, "version" | "then" | "query" | "key");
    let is_empty = value.trim().is_empty();
    !is_ours && !is_empty && !name.contains("password") && value.parse::<uuid::Uuid>().is_err()
}

/// "Quantity per month" for `quantity_per_month`.
fn label(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
