//! The list of mistakes at the top of a form that was sent back.

use maud::{Markup, html};

use crate::kernel::FieldErrors;

/// Every mistake with a link to its field, in the order of the form. Nothing when there is no mistake.
/// An error whose field is empty concerns the whole form and has no link.
pub fn error_summary(errors: &FieldErrors) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary #error-summary role="alert" aria-labelledby="error-summary-title" tabindex="-1" {
                h2 #error-summary-title { "There is a problem" }
                ul {
                    @for error in &errors.0 {
                        li {
                            @if error.field.is_empty() { (error.message) }
                            @else { a href={ "#" (error.field) } { (error.message) } }
                        }
                    }
                }
            }
        }
    }
}
