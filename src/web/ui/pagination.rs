//! The pages of a long list.

use maud::{Markup, html};

/// Links to the pages around this one, the first and the last. Nothing when there is only one page.
pub fn pagination(current: u32, pages: u32, href_of: impl Fn(u32) -> String) -> Markup {
    html! {
        @if pages > 1 {
            nav.pages aria-label="Pages" {
                @if current > 1 { a rel="prev" href=(href_of(current - 1)) { "Previous" (of_pages()) } }
                ol {
                    @for step in steps(current, pages) {
                        @match step {
                            Step::Page(number) => {
                                li {
                                    a href=(href_of(number)) aria-current=[(number == current).then_some("page")] {
                                        span.visually-hidden { "Page " } (number)
                                    }
                                }
                            }
                            Step::Gap => { li.gap { span aria-hidden="true" { "…" } } }
                        }
                    }
                }
                @if current < pages { a rel="next" href=(href_of(current + 1)) { "Next" (of_pages()) } }
            }
        }
    }
}

/// What "Next" is next of, for those who hear the link alone.
fn of_pages() -> Markup {
    html! { span.visually-hidden { " page" } }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Page(u32),
    Gap,
}

/// First, last, this one and its neighbours; a gap wherever two of them are more than a page apart.
fn steps(current: u32, pages: u32) -> Vec<Step> {
    let near = current.saturating_sub(1).max(1)..=current.saturating_add(1).min(pages);
    let mut numbers: Vec<u32> = std::iter::once(1).chain(near).chain(std::iter::once(pages)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut steps = Vec::with_capacity(numbers.len() + 2);
    let mut before = 0;
    for number in numbers {
        match number - before {
            0 | 1 => {}
            2 => steps.push(Step::Page(number - 1)),
            _ => steps.push(Step::Gap),
        }
        steps.push(Step::Page(number));
        before = number;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_far_apart_have_a_gap_between_them() {
        use Step::{Gap, Page};

        assert_eq!(steps(6, 20), [Page(1), Gap, Page(5), Page(6), Page(7), Gap, Page(20)]);
        assert_eq!(steps(1, 2), [Page(1), Page(2)]);
        assert_eq!(steps(3, 5), [Page(1), Page(2), Page(3), Page(4), Page(5)]);
    }

    #[test]
    fn a_single_page_needs_no_links() {
        assert_eq!(pagination(1, 1, |number| number.to_string()).into_string(), "");
    }
}
