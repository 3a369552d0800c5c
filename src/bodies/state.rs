//! How far a body has come here.

use crate::kernel::text_enum;

text_enum! {
    /// How far a body has come.
    pub enum BodyState { Listed = "listed", Claimed = "claimed", Verified = "verified" }
}
