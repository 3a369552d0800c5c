//! The pages of signing in, and of a password that was forgotten.

use maud::{Markup, html};

use crate::access::password::SHORTEST;
use crate::kernel::FieldErrors;
use crate::web::DemoSignIn;
use crate::web::access::sign_in::SignInForm;
use crate::web::context::Cx;
use crate::web::ui::{
    Button, ButtonLook, Column, FormKeys, Row, Table, TextField, TextKind, actions, back_link, button,
    post_form,
};
use crate::web::urls;

/// The sign-in form; in a demo, with everybody who can be signed in as beneath it.
pub(in crate::web::access) fn sign_in(cx: &Cx, form: &SignInForm, errors: &FieldErrors) -> Markup {
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
        @if let Some(demo) = &cx.app().settings.demo {
            (demo_sign_ins(&demo.sign_ins, &form.then, &cx.repeatable()))
        }
    }
}

/// One button for each person of the demo.
fn demo_sign_ins(people: &[DemoSignIn], then: &str, keys: &FormKeys) -> Markup {
    let rows = people.iter().map(|person| {
        let fields = html! {
            input type="hidden" name="email" value=(person.email);
            input type="hidden" name="password" value=(person.password);
            input type="hidden" name="then" value=(then);
            (Button { label: "Sign in", look: ButtonLook::Quiet, sends: None, about: Some(&person.name) }.render())
        };
        Row::new([
            html! { (person.name) },
            html! { (person.role) },
            html! { (person.body) },
            html! { (person.email) },
            post_form(urls::SIGN_IN, keys, fields),
        ])
    });
    html! {
        h2 { "People of this demonstration" }
        p { "Nobody here is real, and everybody has the same password. Sign in as any of them." }
        (Table::new("People you can sign in as")
            .hidden_caption()
            .columns([
                Column::text("Name"), Column::text("Role"), Column::text("Body"), Column::text("Email address"),
                Column::text("Sign in"),
            ])
            .rows(rows)
            .render())
    }
}

/// The form that asks for a link to a new password.
pub(in crate::web::access) fn ask_for_reset(keys: &FormKeys, email: &str, errors: &FieldErrors) -> Markup {
    let fields = html! {
        (TextField {
            name: "email", label: "Email address", value: email, error: errors.of("email"),
            hint: Some("The address you sign in with"), kind: TextKind::Email, autocomplete: Some("username"),
            ..TextField::default()
        }.render())
        (actions(button("Send me a link")))
    };
    html! {
        (back_link(urls::SIGN_IN))
        h1 { "Ask for a new password" }
        p { "We send a link to your email address. With it you choose a new password." }
        (post_form(urls::RESET_PASSWORD, keys, fields))
    }
}

/// What the page of a new password needs.
#[derive(Debug)]
pub(in crate::web::access) struct PasswordPage<'a> {
    pub(in crate::web::access) action: &'a str,
    pub(in crate::web::access) email: &'a str,
    pub(in crate::web::access) keys: &'a FormKeys,
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// The form behind the link.
pub(in crate::web::access) fn choose_password(page: &PasswordPage<'_>) -> Markup {
    let fields = html! {
        // For the browser's own list of passwords, which goes by the name in the form.
        input type="hidden" name="username" autocomplete="username" value=(page.email);
        (new_password(page.errors))
        (actions(button("Change my password")))
    };
    html! {
        h1 { "Choose a new password" }
        p { "For " strong { (page.email) } ". You will be signed out everywhere and can then sign in with the new \
             password." }
        (post_form(page.action, page.keys, fields))
    }
}

/// The field for a password being chosen.
pub(super) fn new_password(errors: &FieldErrors) -> Markup {
    let hint =
        format!("At least {SHORTEST} characters. Three random words are easy to remember and hard to guess");
    TextField {
        name: "password",
        label: "New password",
        hint: Some(&hint),
        error: errors.of("password"),
        kind: TextKind::NewPassword,
        ..TextField::default()
    }
    .render()
}
