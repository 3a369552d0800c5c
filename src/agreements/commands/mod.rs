//! Signing, making public what was signed, and the turning of the months.

mod publish;
mod roll_states;
mod sign;

pub use publish::{agree_to_publication, take_back_publication};
pub use roll_states::roll_states;
pub use sign::{Signed, sign};
