//! How a reader narrows and orders the list of bodies.

use super::kind::BodyKind;
use super::model::Standing;
use super::state::BodyState;
use crate::kernel::text_enum;

text_enum! {
    /// The order of the list.
    pub enum BodySort {
        /// What fits the words best; by name where no words were given.
        Relevance = "relevance",
        Name = "name",
        NameDown = "-name",
        Region = "region",
        RegionDown = "-region",
    }
}

/// Which bodies are wanted. An empty list of values lets all of them pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyFilter {
    /// Words of a name, or a code.
    pub text: String,
    pub kinds: Vec<BodyKind>,
    pub nations: Vec<String>,
    pub regions: Vec<String>,
    pub states: Vec<BodyState>,
    pub standings: Vec<Standing>,
}

/// How many bodies each value of a filter would show, the other filters in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub kinds: Vec<(BodyKind, i64)>,
    pub nations: Vec<(String, i64)>,
    pub regions: Vec<(String, i64)>,
    pub states: Vec<(BodyState, i64)>,
    pub standings: Vec<(Standing, i64)>,
}

/// One of the filters: the one to leave out when its own values are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    Kind,
    Nation,
    Region,
    State,
    Standing,
}

/// The code that a reader may have typed: one word, perhaps with its scheme before it.
pub(super) fn code_typed(text: &str) -> Option<String> {
    let text = text.trim();
    let code = text.rsplit_once(':').map_or(text, |(_, code)| code).trim();
    let org_id = || code.match_indices('-').nth(1).map(|(place, _)| &code[place + 1..]);
    let code = if code.to_uppercase().starts_with("GB-") { org_id().unwrap_or(code) } else { code };
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    ((2..=40).contains(&code.len()) && code.chars().all(fits)).then(|| code.to_uppercase())
}

/// Whether a code is specific enough to look for codes that merely start with it.
pub(super) fn is_start_of_code(code: &str) -> bool {
    code.len() >= 3 && code.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_word_with_or_without_its_scheme() {
        assert_eq!(code_typed(" e07000041 ").as_deref(), Some("E07000041"));
        assert_eq!(code_typed("ONS-GSS:E07000041").as_deref(), Some("E07000041"));
        assert_eq!(code_typed("GB-LAE-EXE").as_deref(), Some("EXE"));
        assert_eq!(code_typed("Exeter City"), None);
        assert_eq!(code_typed("100%"), None);
        assert!(is_start_of_code("E07") && !is_start_of_code("EXE") && !is_start_of_code("E0"));
    }
}
