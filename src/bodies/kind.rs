//! The kinds of public body that Symbiosis shows, and which kind each word of the registers means.

use crate::kernel::text_enum;

text_enum! {
    /// What kind of public body something is.
    pub enum BodyKind {
        Council = "council",
        CombinedAuthority = "combined_authority",
        NhsTrust = "nhs_trust",
        IntegratedCareBoard = "integrated_care_board",
        University = "university",
        Police = "police",
        Fire = "fire",
        Other = "other",
    }
}

impl BodyKind {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Council => "Council",
            Self::CombinedAuthority => "Combined authority",
            Self::NhsTrust => "NHS trust or board",
            Self::IntegratedCareBoard => "Integrated care board",
            Self::University => "University",
            Self::Police => "Police",
            Self::Fire => "Fire",
            Self::Other => "Other public body",
        }
    }

    /// The kind that a register's word means; nothing if we never met the word, because a guess would put a body
    /// where nobody looks for it.
    ///
    /// The Greater London Authority counts as a combined authority: it has a mayor and does for London what
    /// combined authorities do elsewhere, so whoever filters for them expects it. An operator can make any body
    /// `other`; no register has a word for it.
    pub fn of_register(word: &str) -> Option<Self> {
        Some(match word {
            "city corporation"
            | "county council"
            | "london borough"
            | "metropolitan borough"
            | "non-metropolitan district"
            | "northern ireland district"
            | "scottish council"
            | "unitary authority"
            | "unitary authority (shadow from May 2026)"
            | "welsh principal area" => Self::Council,
            "combined authority" | "strategic regional authority (GLA)" => Self::CombinedAuthority,
            "acute trust"
            | "ambulance trust"
            | "community trust"
            | "digital trust (planned)"
            | "former trust"
            | "health and social care trust"
            | "health board"
            | "local health board"
            | "mental health trust"
            | "specialist trust" => Self::NhsTrust,
            "integrated care board" | "former integrated care board" => Self::IntegratedCareBoard,
            "university" | "higher education institution" => Self::University,
            "police force" | "police force (national)" => Self::Police,
            "fire and rescue service" => Self::Fire,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_word_and_one_label() {
        for kind in BodyKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert_eq!(BodyKind::of_register("parish"), None);
        assert_eq!(
            BodyKind::of_register("local health board").map(BodyKind::label),
            Some("NHS trust or board")
        );
    }
}
