//! What the address of the list of invoices asks for.

use serde::Deserialize;

use crate::charges::queries::{InvoiceFilter, InvoiceOrder};
use crate::kernel::PageRequest;

/// The parts of the address, as texts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct InvoicesForm {
    pub(super) direction: String,
    pub(super) partner: String,
    pub(super) agreement: String,
    pub(super) month: String,
    pub(super) state: String,
    pub(super) q: String,
    pub(super) sort: String,
    page: String,
}

impl InvoicesForm {
    /// What cannot be read is not asked.
    pub(super) fn filter(&self) -> InvoiceFilter {
        InvoiceFilter {
            direction: self.direction.parse().ok(),
            partner: self.partner.parse().ok(),
            agreement: self.agreement.parse().ok(),
            month: self.month.parse().ok(),
            state: self.state.parse().ok(),
            text: self.q.clone(),
            order: self.sort.parse().unwrap_or(InvoiceOrder::Newest),
        }
    }

    pub(super) fn page(&self, size: u32) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), size)
    }

    /// The parts that are not empty, but for the page and those in `left_out`.
    pub(super) fn kept(&self, left_out: &[&str]) -> Vec<(String, String)> {
        let parts = [
            ("direction", &self.direction),
            ("partner", &self.partner),
            ("agreement", &self.agreement),
            ("month", &self.month),
            ("state", &self.state),
            ("q", &self.q),
            ("sort", &self.sort),
        ];
        let kept = parts.into_iter().filter(|(name, value)| !value.is_empty() && !left_out.contains(name));
        kept.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    /// The address with other parts, back at the first page.
    pub(super) fn href(&self, left_out: &[&str], set: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.kept(left_out) {
            query.append_pair(&name, &value);
        }
        query.extend_pairs(set);
        format!("?{}", query.finish())
    }
}
