//! Every component on one page, at `/dev/components` in debug builds: where to look before writing a new one, and
//! what the accessibility tests walk over.

mod forms;
mod lists;
mod pictures;
mod signs;

use maud::{Markup, html};

/// The body of the page of components.
pub fn gallery() -> Markup {
    html! {
        h1 { span.caption { "Design system " } "Components" }
        p.lede {
            "Everything a page of Symbiosis is made of. The words are examples; the bodies and people are made up."
         }
        (signs::show())
        (forms::show())
        (lists::show())
        (pictures::show())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::gallery;

    /// Every value of one attribute, in the order of the page.
    fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
        let start = format!(" {attribute}=\"");
        page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_id_is_used_once_and_every_reference_leads_somewhere() {
        let page = gallery().into_string();
        let ids = values(&page, "id");
        let known: HashSet<&str> = ids.iter().copied().collect();

        assert_eq!(known.len(), ids.len(), "an id occurs twice");
        let links = values(&page, "href");
        let references = values(&page, "for")
            .into_iter()
            .chain(values(&page, "aria-describedby").into_iter().flat_map(str::split_whitespace))
            .chain(values(&page, "aria-labelledby").into_iter().flat_map(str::split_whitespace))
            .chain(links.into_iter().filter_map(|href| href.strip_prefix('#')).filter(|id| !id.is_empty()));
        for reference in references {
            assert!(known.contains(reference), "nothing has the id {reference}");
        }
    }

    #[test]
    fn every_control_has_a_label() {
        let page = gallery().into_string();
        let labelled: HashSet<&str> = values(&page, "for").into_iter().collect();

        for tag in ["<input", "<select", "<textarea"] {
            for control in page.split(tag).skip(1).filter_map(|rest| rest.split('>').next()) {
                let id = values(control, "id");
                let named =
                    id.first().is_some_and(|id| labelled.contains(id)) || control.contains(" aria-label=");
                assert!(named || control.contains("type=\"hidden\""), "{tag}{control} has no label");
            }
        }
    }

    #[test]
    fn nothing_is_styled_or_scripted_inline() {
        let page = gallery().into_string();

        for forbidden in [" style=", " onclick=", "<style", "<script"] {
            assert!(!page.contains(forbidden), "the page contains {forbidden}");
        }
    }
}
