//! What pages show of people, sessions, invitations and tokens.

mod account;
mod colleagues;
mod invitations;
mod tokens;

pub(crate) use account::holder_of_link;
pub use account::{
    PersonView, ResetLink, SessionView, bodies_of, credential_of, person_by_email, reset_link, sessions,
};
pub use colleagues::{
    BodySummary, Colleague, ColleagueFilter, ColleagueOrder, body_summary, colleague, colleagues, names,
};
pub use invitations::{InvitationView, invitation_of_link, open_invitation, open_invitations};
pub use tokens::{TokenState, TokenView, token, tokens};
