//! The pages of signing in.

use maud::{Markup, html};

use super::sign_in::SignInForm;
use crate::kernel::FieldErrors;
use crate::web::context::Cx;
use crate::web::ui::{TextField, TextKind, actions, button, post_form};
use crate::web::urls;

/// The sign-in form; in a demo, with the sign-ins beside it.
pub(super) fn sign_in(cx: &Cx, form: &SignInForm, errors: &FieldErrors) -> Markup {
    let fields = html! {
        input type="hidden" name="then" value=(form.then);
        (TextField {
            name: "email", label: "Email address", value: &form.email, error: errors.of("email"),
            kind: TextKind::Email, autocomplete: Some("username"), ..TextField::default()
        }.render())
        (TextField {
            name: "password", label: "Password", error: errors.of("password"),
            kind: TextKind::Password, autocomplete: Some("current-password"), ..TextField::default()
        }.render())
        (actions(html! { (button("Sign in")) a href=(urls::RESET_PASSWORD) { "I forgot my password" } }))
    };
    html! {
        h1 { "Sign in" }
        (post_form(urls::SIGN_IN, &cx.repeatable(), fields))
    }
}
