//! A deed that is asked about before it is done.

use actix_web::HttpResponse;
use maud::html;

use crate::web::context::Cx;
use crate::web::ui::{ButtonLook, Confirm};

/// Something that is done to what its reader saw in one version.
pub(in crate::web) struct Deed<'d> {
    /// The question, as the heading.
    pub(in crate::web) question: String,
    /// What will happen, one consequence a line.
    pub(in crate::web) consequences: &'d [&'d str],
    pub(in crate::web) button: &'d str,
    pub(in crate::web) look: ButtonLook,
    pub(in crate::web) action: String,
    /// The version that the reader saw.
    pub(in crate::web) version: i64,
    pub(in crate::web) way_out_href: String,
}

impl Deed<'_> {
    /// 200 with the question.
    pub(in crate::web) fn ask(&self, cx: &Cx) -> HttpResponse {
        let consequences: Vec<String> =
            self.consequences.iter().map(|sentence| (*sentence).to_owned()).collect();
        let body = Confirm {
            question: &self.question,
            consequences: &consequences,
            action: &self.action,
            keys: &cx.once(),
            deed: self.button,
            look: self.look,
            fields: Some(html! { input type="hidden" name="version" value=(self.version); }),
            way_out: "Keep it as it is",
            way_out_href: &self.way_out_href,
        }
        .render();
        cx.page(&self.question, body)
    }
}
