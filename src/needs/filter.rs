//! Which needs are looked for, and in which order.

use super::state::NeedState;
use crate::kernel::ids::BodyId;
use crate::kernel::text_enum;

text_enum! {
    /// The order of open needs.
    pub enum Sort {
        Newest = "newest",
        Soonest = "soonest",
        Title = "title",
    }
}

impl Sort {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Soonest => "Soonest start first",
            Self::Title => "Title",
        }
    }
}

/// What somebody who has something to offer looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedFilter {
    pub words: String,
    pub family: Option<String>,
    pub service: Option<String>,
    /// Where the body is that needs it.
    pub region: Option<String>,
    /// Needs of this body alone.
    pub body: Option<BodyId>,
    pub sort: Option<Sort>,
}

text_enum! {
    /// The order of one's own needs.
    pub enum OwnSort {
        Updated = "updated",
        Title = "title",
        State = "state",
    }
}

/// Which of one's own needs are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFilter {
    pub words: String,
    pub state: Option<NeedState>,
    pub sort: Option<OwnSort>,
}
