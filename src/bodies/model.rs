//! Bodies as others read them.

use super::kind::BodyKind;
use super::state::BodyState;
use crate::kernel::ids::BodyId;

/// As much of a body as another capability needs beside its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyBrief {
    pub id: BodyId,
    pub name: String,
    pub kind: BodyKind,
    pub state: BodyState,
    pub region: String,
    pub nation: String,
}
