//! What people do with accounts, sessions, colleagues and tokens.

mod accounts;
mod carry_sessions;
mod invite;
mod mail;
mod people;
mod reset_password;
mod sign_in;
mod tokens;

pub use accounts::{create_operator, create_person, grant_roles};
pub use carry_sessions::carry_sessions;
pub use invite::{AcceptInvitation, accept_invitation, invite, withdraw_invitation};
pub use mail::send_mail_again;
pub use people::{change_roles, remove_person};
pub use reset_password::{Asked, ask_for_reset, set_password};
pub use sign_in::{
    Attempt, Begun, SignedIn, begin_sign_in, choose_body, end_session, finish_sign_in, sign_out_everywhere,
    sweep,
};
pub use tokens::{NewToken, create_token, revoke_token};

pub(crate) use accounts::{
    LINK_LIVES, Link, add_link, count_change, count_claim, new_link, operators, person_for, spend_link,
    usable_link,
};
