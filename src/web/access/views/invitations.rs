//! The pages of an invitation: writing it, checking it, accepting it.

use maud::{Markup, html};

use super::people::role_boxes;
use super::sign_in::new_password;
use crate::access::queries::InvitationView;
use crate::access::{Email, Roles};
use crate::kernel::{FieldErrors, london};
use crate::web::ui::{
    FormKeys, SummaryRow, TextField, TextKind, actions, back_link, button, post_form, summary_list,
};
use crate::web::urls;

/// What the form of an invitation holds.
#[derive(Debug)]
pub(in crate::web::access) struct InviteForm<'a> {
    pub(in crate::web::access) email: &'a str,
    pub(in crate::web::access) roles: &'a [String],
    pub(in crate::web::access) keys: &'a FormKeys,
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// Whom to invite, and to what.
pub(in crate::web::access) fn invite(form: &InviteForm<'_>) -> Markup {
    let fields = html! {
        (TextField {
            name: "email", label: "Their work email address", value: form.email, error: form.errors.of("email"),
            kind: TextKind::Email, autocomplete: Some("off"), ..TextField::default()
        }.render())
        (role_boxes(form.roles, form.errors))
        (actions(button("Check the invitation")))
    };
    html! {
        (back_link(urls::PEOPLE))
        h1 { "Invite a colleague" }
        (post_form(urls::INVITE, form.keys, fields))
    }
}

/// The second look before the mail goes.
pub(in crate::web::access) fn check_invitation(
    email: &Email,
    roles: &Roles,
    body_name: &str,
    keys: &FormKeys,
) -> Markup {
    let mut address: Vec<(&str, &str)> = vec![("email", email.as_str())];
    address.extend(roles.iter().map(|role| ("roles", role.as_str())));
    let query = serde_html_form::to_string(&address).unwrap_or_default();
    let change = format!("{}?{query}", urls::INVITE);
    let fields = html! {
        input type="hidden" name="email" value=(email);
        @for role in roles.iter() { input type="hidden" name="roles" value=(role.as_str()); }
        input type="hidden" name="confirmed" value="yes";
        (actions(html! { (button("Send the invitation")) a href=(urls::PEOPLE) { "Do not send it" } }))
    };
    html! {
        (back_link(&change))
        h1 { "Check the invitation" }
        (summary_list(&[
            SummaryRow::text("To", email.as_str()).action("Change", change.clone()),
            SummaryRow::text("They would act for", body_name),
            SummaryRow::new("Their roles", role_list(roles)).action("Change", change.clone()),
        ]))
        p { "They get a mail with a link that works once, for 14 days." }
        (post_form(urls::INVITE, keys, fields))
    }
}

fn role_list(roles: &Roles) -> Markup {
    html! { ul { @for role in roles.iter() { li { strong { (role.label()) } ": " (role.purpose()) } } } }
}

/// What the page behind an invitation's link shows.
#[derive(Debug)]
pub(in crate::web::access) struct InvitationPage<'a> {
    pub(in crate::web::access) action: &'a str,
    pub(in crate::web::access) invitation: &'a InvitationView,
    pub(in crate::web::access) name: &'a str,
    pub(in crate::web::access) keys: &'a FormKeys,
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// What somebody was invited to; without an account they choose a name and a password.
pub(in crate::web::access) fn invitation(page: &InvitationPage<'_>) -> Markup {
    let invitation = page.invitation;
    let until = london::long_date(london::date(invitation.expires_at));
    let fields = html! {
        @if !invitation.has_account {
            (TextField {
                name: "name", label: "Your name", value: page.name, error: page.errors.of("name"),
                autocomplete: Some("name"), ..TextField::default()
            }.render())
            input type="hidden" name="username" autocomplete="username" value=(invitation.email);
            (new_password(page.errors))
        }
        (actions(button("Accept the invitation")))
    };
    html! {
        h1 { "Act for " (invitation.body_name) }
        (summary_list(&[
            SummaryRow::text("Your email address", &invitation.email),
            SummaryRow::new("Your roles", role_list(&invitation.roles)),
            SummaryRow::text("You can accept until", until),
        ]))
        @if invitation.has_account {
            p { "You have an account already. It will be able to act for " (invitation.body_name) " as well." }
        } @else {
            p { "You sign in with your email address and a password of your own." }
        }
        (post_form(page.action, page.keys, fields))
    }
}
