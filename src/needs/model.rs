//! Needs as pages and programs see them.

use super::content::NeedContent;
use super::draft::NeedDraft;
use super::state::NeedState;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, NeedId};

/// What a need said when it was published for the `number`th time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedVersion {
    pub number: i32,
    pub published_at: Instant,
    pub content: NeedContent,
}

/// By what a need of one's own body is told from another: as it is published, or as it is about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTitle {
    pub id: NeedId,
    pub title: String,
    pub service_code: String,
    pub first_month: String,
    pub last_month: String,
}

/// A need, for its page.
#[derive(Clone, Debug)]
pub struct NeedView {
    pub id: NeedId,
    pub body: BodyId,
    pub body_name: String,
    pub state: NeedState,
    /// Goes up with every change: a form sends back the one it was served.
    pub version: i64,
    /// What readers see; nothing until the need is published for the first time.
    pub published: Option<NeedVersion>,
    /// What the owner is about to say instead. Nobody else is given it.
    pub draft: Option<NeedDraft>,
    /// The number and moment of every version that the reader may see, newest first.
    pub versions: Vec<(i32, Instant)>,
    pub updated_at: Instant,
}

impl NeedView {
    /// The title readers see, or the one being prepared.
    pub fn title(&self) -> &str {
        let published = self.published.as_ref().map(|version| version.content.title.as_str());
        let drafted = self.draft.as_ref().map(|draft| draft.title.as_str());
        published.or(drafted).filter(|title| !title.is_empty()).unwrap_or("Untitled need")
    }
}

/// A need of one's own body, in a list.
#[derive(Clone, Debug)]
pub struct OwnNeed {
    pub id: NeedId,
    pub title: String,
    pub service_name: String,
    pub state: NeedState,
    /// Whether something is prepared that readers do not see yet.
    pub has_changes: bool,
    /// Nothing until it is published.
    pub content: Option<NeedContent>,
    pub updated_at: Instant,
}

/// A need that is open for answers, in a list.
#[derive(Clone, Debug)]
pub struct FoundNeed {
    pub id: NeedId,
    pub body: BodyId,
    pub body_name: String,
    pub region: String,
    pub content: NeedContent,
    pub published_at: Instant,
}

impl FoundNeed {
    /// Since when everybody sees it as it is: since it was published, or opened to everybody if that was later.
    pub fn public_since(&self) -> Option<Instant> {
        self.content.audience.public_since(self.published_at)
    }
}
