//! Who may see an offer or a need, as its owner typed it.

use super::audience::{AudienceKind, NamedBody};

/// A body as it was named, and who that is once it was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedPartner {
    pub typed: String,
    pub body: Option<NamedBody>,
    /// How many bodies have this name, where it is more than one: nobody can tell which is meant.
    pub namesakes: usize,
    /// The names of which it is part, where no body has it and several have such a name.
    pub like: Vec<String>,
}

impl TypedPartner {
    /// A name, or an id, that nobody has looked up yet.
    pub fn called(typed: impl Into<String>) -> Self {
        Self { typed: typed.into(), ..Self::default() }
    }

    /// The name it is known by: the body's own once that was looked up.
    pub fn name(&self) -> &str {
        self.body.as_ref().map_or(self.typed.as_str(), |body| body.name.as_str())
    }
}

/// Who may see it: everybody, or each circle from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedAudience {
    /// An [`AudienceKind`]; everyone where nothing is said.
    pub audience: String,
    pub partners: Vec<TypedPartner>,
    pub partners_from: String,
    pub bodies_from: String,
    pub public_from: String,
}

impl TypedAudience {
    /// That everybody sees it at once.
    pub fn everyone() -> Self {
        Self { audience: AudienceKind::Everyone.as_str().to_owned(), ..Self::default() }
    }

    /// Whether not everybody sees it at once.
    pub fn is_stepped(&self) -> bool {
        self.audience == AudienceKind::Steps.as_str()
    }

    /// Takes over the days and partners of `typed`, and leaves the kind as it was.
    pub fn take_opening(&mut self, typed: Self) {
        *self = Self { audience: std::mem::take(&mut self.audience), ..typed };
    }

    /// Where no kind is said, draws it from what else is.
    pub fn settle(&mut self) {
        let days = [&self.partners_from, &self.bodies_from, &self.public_from];
        if self.audience.is_empty() && !(self.partners.is_empty() && days.iter().all(|day| day.is_empty())) {
            AudienceKind::Steps.as_str().clone_into(&mut self.audience);
        }
    }
}
