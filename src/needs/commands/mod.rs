//! What people and the system do with needs and their shortlists.

mod dismiss;
mod listing;
mod shortlist;

pub use dismiss::{dismiss, suggest_again};
pub use listing::{
    copy, create, delete_draft, discard_draft, expire_due, meet, publish, publish_for_shortlist,
    replace_draft, save_step, start_draft, withdraw,
};
pub use shortlist::{note, remove, shortlist};
