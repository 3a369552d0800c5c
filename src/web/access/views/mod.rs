//! The pages of signing in, accounts, people, tokens and the audit trail.

mod account;
mod audit_trail;
mod device;
mod invitations;
mod our_body;
mod people;
mod sign_in;
mod tokens;

pub(super) use account::{AccountPage, account, choose_body};
pub(super) use audit_trail::{AuditPage, audit_trail};
pub(super) use invitations::{InvitationPage, InviteForm, check_invitation, invitation, invite};
pub(super) use our_body::{OurBodyPage, our_body};
pub(super) use people::{PeoplePage, RolesPage, confirm_remove, people, roles};
pub(super) use sign_in::{PasswordPage, ask_for_reset, choose_password, sign_in};
pub(super) use tokens::{TokenForm, confirm_revoke, token_form, token_made, tokens};
