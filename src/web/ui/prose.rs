//! Texts in several lines, as they were typed.

use maud::{Markup, html};

/// A text whose line breaks are kept, for where a paragraph cannot stand.
pub fn lines(text: &str) -> Markup {
    html! {
        @for (place, line) in text.trim().lines().enumerate() {
            @if place > 0 { br; }
            (line)
        }
    }
}

/// A text in paragraphs, parted by empty lines, each with its line breaks kept.
pub fn prose(text: &str) -> Markup {
    let plain = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    html! {
        @for paragraph in plain.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p { (lines(paragraph)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines_and_empty_ones_part_paragraphs() {
        let text = "We do:\r\n- payslips\r\n- pensions\r\n  \r\n\r\n\r\nNot <others>.";

        let shown = prose(text).into_string();

        assert_eq!(shown, "<p>We do:<br>- payslips<br>- pensions</p><p>Not &lt;others&gt;.</p>");
        assert_eq!(lines("one").into_string(), "one");
    }
}
