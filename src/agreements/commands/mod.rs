//! Signing, and the turning of the months.

mod roll_states;
mod sign;

pub use roll_states::roll_states;
pub use sign::{Signed, sign};
