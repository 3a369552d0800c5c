//! Fields that people type into, and the one they pick a file with.

use maud::{Markup, html};

use super::field::{Frame, Need};

/// What is typed, which decides the keyboard on a phone and what the browser may fill in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// The password of somebody signing in.
    Password,
    /// A password being chosen.
    NewPassword,
    WholeNumber,
    Decimal,
    /// A reference or code: no spelling check, no capital letters put in.
    Code,
}

impl TextKind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
            Self::Text | Self::WholeNumber | Self::Decimal | Self::Code => "text",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::WholeNumber => Some("numeric"),
            Self::Decimal => Some("decimal"),
            _ => None,
        }
    }

    fn autocomplete(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("email"),
            Self::Password => Some("current-password"),
            Self::NewPassword => Some("new-password"),
            Self::WholeNumber | Self::Decimal | Self::Code => Some("off"),
            Self::Text => None,
        }
    }

    fn is_prose(self) -> bool {
        self == Self::Text
    }
}

/// How wide a control is, as a hint of how much it wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    /// About twenty characters.
    Medium,
    /// About eight characters.
    Short,
}

impl Width {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Full => "width-full",
            Self::Medium => "width-medium",
            Self::Short => "width-short",
        }
    }
}

/// One line of text.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
    pub kind: TextKind,
    pub width: Width,
    /// Overrides what the kind says the browser may fill in, such as "name" or "username".
    pub autocomplete: Option<&'a str>,
    /// The unit, shown after the box: "a month", "%".
    pub suffix: Option<&'a str>,
}

impl TextField<'_> {
    pub fn render(&self) -> Markup {
        let frame =
            Frame { name: self.name, label: self.label, hint: self.hint, error: self.error, need: self.need };
        let prose = (!self.kind.is_prose()).then_some("false");
        let capitals = (!self.kind.is_prose()).then_some("none");
        let control = html! {
            input id=(self.name) name=(self.name) type=(self.kind.input_type())
                class=(self.width.class()) value=(self.value) inputmode=[self.kind.input_mode()]
                spellcheck=[prose] autocapitalize=[capitals]
                autocomplete=[self.autocomplete.or(self.kind.autocomplete())]
                aria-describedby=[frame.described_by()] aria-invalid=[frame.invalid()];
        };
        frame.around(&html! {
            @if let Some(suffix) = self.suffix { div.affixed { (control) span.affix { (suffix) } } }
            @else { (control) }
        })
    }
}

/// Several lines of text.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextArea<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
    pub rows: Option<u8>,
    /// The most characters it takes: a script counts them down. Typing on is allowed, so that nothing is cut
    /// off unseen.
    pub most: Option<u32>,
}

impl TextArea<'_> {
    pub fn render(&self) -> Markup {
        let frame =
            Frame { name: self.name, label: self.label, hint: self.hint, error: self.error, need: self.need };
        frame.around(&html! {
            textarea id=(self.name) name=(self.name) rows=(self.rows.unwrap_or(5)) data-most=[self.most]
                aria-describedby=[frame.described_by()] aria-invalid=[frame.invalid()] {
                // A first line end directly after the tag would be dropped by the browser.
                @if self.value.starts_with('\n') { "\n" }
                (self.value)
            }
        })
    }
}

/// An amount of money in pounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct MoneyField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
    /// What the amount is for one of, shown after the box: "a month", "per payslip".
    pub suffix: Option<&'a str>,
}

impl MoneyField<'_> {
    pub fn render(&self) -> Markup {
        let frame =
            Frame { name: self.name, label: self.label, hint: self.hint, error: self.error, need: self.need };
        frame.around(&html! {
            div.affixed {
                span.affix aria-hidden="true" { "£" }
                input.numeric.width-short id=(self.name) name=(self.name) type="text" value=(self.value)
                    inputmode="decimal" autocomplete="off" aria-describedby=[frame.described_by()]
                    aria-invalid=[frame.invalid()];
                @if let Some(suffix) = self.suffix { span.affix { (suffix) } }
            }
        })
    }
}

/// A file to upload.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    pub need: Need,
    /// What the file chooser offers first, such as ".csv,text/csv".
    pub accept: Option<&'a str>,
}

impl FileField<'_> {
    pub fn render(&self) -> Markup {
        let frame =
            Frame { name: self.name, label: self.label, hint: self.hint, error: self.error, need: self.need };
        frame.around(&html! {
            input id=(self.name) name=(self.name) type="file" accept=[self.accept]
                aria-describedby=[frame.described_by()] aria-invalid=[frame.invalid()];
        })
    }
}

/// The search box above a list: a form of its own. `kept` carries the list's other choices along.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    pub action: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    pub kept: &'a [(String, String)],
}

impl Search<'_> {
    pub fn render(&self) -> Markup {
        html! {
            form.searchbar role="search" method="get" action=(self.action) {
                label.visually-hidden for=(self.name) { (self.label) }
                input id=(self.name) name=(self.name) type="search" value=(self.value)
                    placeholder=(self.label) autocomplete="off";
                @for (name, value) in self.kept { input type="hidden" name=(name) value=(value); }
                button.button type="submit" { "Search" }
            }
        }
    }
}
