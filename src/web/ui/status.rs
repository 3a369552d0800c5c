//! States in words, with a colour that says the same.

use maud::{Markup, html};

/// The colour of a status. The words must be enough without it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
    /// What the reader's body gives.
    Give,
    /// What the reader's body takes.
    Take,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "tag",
            Self::Good => "tag good",
            Self::Warn => "tag warn",
            Self::Bad => "tag bad",
            Self::Give => "tag give",
            Self::Take => "tag take",
        }
    }
}

/// A state of something: "Published", "Expires Thursday 5pm".
pub fn status_tag(tone: Tone, text: &str) -> Markup {
    html! { span class=(tone.class()) { (text) } }
}
