//! What each side gives: two panels with the arrows of the exchange between them.

use maud::{Markup, html};

use super::{
    icons,
    status::{Tone, status_tag},
};

/// Which way a panel's thing flows, seen from the reader's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Give,
    Take,
}

/// One side of the exchange: a service, or the money paid for one.
#[derive(Clone, Debug)]
pub struct SwapPanel {
    flow: Flow,
    label: String,
    title: String,
    lines: Vec<String>,
    amount: Option<(String, String)>,
}

impl SwapPanel {
    /// A service that flows one way. `label` says whose it is in words: "You give", "Ashdale gives".
    pub fn service(flow: Flow, label: impl Into<String>, service: impl Into<String>) -> Self {
        Self { flow, label: label.into(), title: service.into(), lines: Vec::new(), amount: None }
    }

    /// The money that flows back where only one service is given: the agreement has one leg.
    pub fn cash(
        flow: Flow,
        label: impl Into<String>,
        amount: impl Into<String>,
        per: impl Into<String>,
    ) -> Self {
        Self::service(flow, label, "Cash").amount(amount, per)
    }

    /// The same panel with one more line of terms.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// What it is worth: "£5,100.00", "a month, assessed".
    #[must_use]
    pub fn amount(self, amount: impl Into<String>, per: impl Into<String>) -> Self {
        Self { amount: Some((amount.into(), per.into())), ..self }
    }

    fn render(&self) -> Markup {
        let (tone, class) = match self.flow {
            Flow::Give => (Tone::Give, "panel swap-side gives"),
            Flow::Take => (Tone::Take, "panel swap-side takes"),
        };
        html! {
            div class=(class) {
                p { (status_tag(tone, &self.label)) }
                h2 { (self.title) }
                @for line in &self.lines { p { (line) } }
                @if let Some((amount, per)) = &self.amount {
                    p.worth { span.figure { (amount) } " " span.meta { (per) } }
                }
            }
        }
    }
}

/// The exchange: two services, or a service and the cash paid for it.
pub fn swap(one: &SwapPanel, other: &SwapPanel) -> Markup {
    html! {
        div.swap {
            (one.render())
            div.swap-arrows { (icons::exchange()) span.visually-hidden { "in return for" } }
            (other.render())
        }
    }
}
