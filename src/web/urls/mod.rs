//! Every address of the site, so that no view spells one.

pub mod agreements;
pub mod alerts;
pub mod bodies;
pub mod browse;
pub mod bulk;
pub mod catalogue;
pub mod charges;
pub mod needs;
pub mod negotiation;
pub mod open_data;
pub mod reconciliation;
pub mod service_levels;

use crate::kernel::ids::{InvitationId, MailId, PersonId, SessionId, TokenId};

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_OUT: &str = "/sign-out";
pub const RESET_PASSWORD: &str = "/reset-password";
pub const ACCOUNT: &str = "/account";
pub const SIGN_OUT_EVERYWHERE: &str = "/account/sign-out-everywhere";
pub const ACTING_BODY: &str = "/account/acting-body";
pub const OUR_BODY: &str = "/our-body";
pub const PEOPLE: &str = "/our-body/people";
pub const PEOPLE_CSV: &str = "/our-body/people.csv";
pub const INVITE: &str = "/our-body/people/invite";
pub const TOKENS: &str = "/our-body/tokens";
pub const NEW_TOKEN: &str = "/our-body/tokens/new";
pub const AUDIT: &str = "/audit";
pub const AUDIT_CSV: &str = "/audit.csv";
pub const OPERATOR: &str = "/operator";
pub const OPERATOR_MAIL: &str = "/operator/mail";
pub const ACCESSIBILITY: &str = "/accessibility";
pub const PRIVACY: &str = "/privacy";
pub const API_GUIDE: &str = "/api";
pub const OPENAPI: &str = "/api/v1/openapi.json";
pub const DEMO_CLOCK: &str = "/demo/clock";
pub const DEMO_MAIL: &str = "/demo/mail";
pub const COMPONENTS: &str = "/dev/components";

/// The sign-in page, going on to `path` afterwards.
pub fn sign_in_then(path: &str) -> String {
    if path == HOME {
        return SIGN_IN.to_owned();
    }
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("then", path).finish();
    format!("{SIGN_IN}?{query}")
}

/// A path of this site to go to, or the first page for anything else.
pub fn local(path: &str) -> &str {
    let is_local =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r', '\t']);
    if is_local { path } else { HOME }
}

/// Where the mail with a link to a new password leads.
pub fn reset_link(secret: &str) -> String {
    format!("{RESET_PASSWORD}/{secret}")
}

/// Where the mail with an invitation leads.
pub fn invitation_link(secret: &str) -> String {
    format!("/invitations/{secret}")
}

pub fn end_session(id: SessionId) -> String {
    format!("/account/sessions/{id}/end")
}

pub fn person_roles(id: PersonId) -> String {
    format!("{PEOPLE}/{id}")
}

pub fn remove_person(id: PersonId) -> String {
    format!("{PEOPLE}/{id}/remove")
}

pub fn withdraw_invitation(id: InvitationId) -> String {
    format!("{PEOPLE}/invitations/{id}/withdraw")
}

pub fn revoke_token(id: TokenId) -> String {
    format!("{TOKENS}/{id}/revoke")
}

pub fn demo_mail(id: MailId) -> String {
    format!("{DEMO_MAIL}/{id}")
}

pub fn requeue_mail(id: MailId) -> String {
    format!("{OPERATOR_MAIL}/{id}/send-again")
}

/// The address of a list: what its filter says, empty parts left out, and `more` in place of parts of the same name.
pub fn of_list(path: &str, own: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let kept =
        own.iter().filter(|(name, value)| !value.is_empty() && more.iter().all(|(other, _)| other != name));
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(more)).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A page of a listing that was kept with its mistakes and shows them; `then` is where its writer goes on afterwards.
fn again(page: &str, then: &str) -> String {
    let then = Some(("then".to_owned(), then.to_owned())).filter(|_| !then.is_empty());
    let again = ("again".to_owned(), "yes".to_owned());
    catalogue::with_query(page, &std::iter::once(again).chain(then).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb"] {
            assert_eq!(local(elsewhere), HOME, "{elsewhere}");
        }
        assert_eq!(local("/offers?page=2"), "/offers?page=2");
    }
}
