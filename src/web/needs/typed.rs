//! What the pages of a listing send: every field under its own name, whichever page it stands on.

use crate::needs::NeedDraft;
use crate::needs::draft::MOST_GIVES;
use crate::web::listings::Sent;

/// The fields of a form, and the version of the need that its reader saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) draft: NeedDraft,
    pub(super) seen: Option<i64>,
}

impl Typed {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let sent = Sent(fields);
        let draft = NeedDraft {
            service: sent.text("service"),
            shape: sent.text("shape"),
            title: sent.text("title"),
            description: sent.text("description"),
            unit: sent.text("unit"),
            unit_other: sent.text("unit_other"),
            quantity_per_month: sent.text("quantity_per_month"),
            size_measure: sent.text("size_measure"),
            size: sent.text("size"),
            first_month: sent.text("first_month"),
            last_month: sent.text("last_month"),
            pays: sent.text("pays"),
            highest_price: sent.text("highest_price"),
            gives: sent.numbered("gives", MOST_GIVES),
            reach: sent.text("reach"),
            regions: sent.all("regions"),
            miles: sent.text("miles"),
            assurances: sent.all("assurances"),
            for_offer: sent.text("for_offer"),
        };
        Self { draft, seen: sent.seen() }
    }
}
