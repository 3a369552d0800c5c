//! Where an enquiry stands: whose word is awaited, until somebody closes it.

use crate::kernel::text_enum;

/// How many questions of one body may wait for an answer at once. Who asks twenty providers has not read their offers.
pub const MOST_OPEN: i64 = 20;

/// How many messages one body may write into one thread within [`A_DAY`]. Whoever writes more is better put through.
pub const MOST_A_DAY: i64 = 20;
/// The hours in which messages are counted.
pub const A_DAY: i64 = 24;

text_enum! {
    /// Where an enquiry stands. `Open` waits for whoever is asked, `Answered` for whoever asks.
    pub enum EnquiryState { Open = "open", Answered = "answered", Closed = "closed" }
}

text_enum! {
    /// What can happen to an enquiry.
    pub enum EnquiryEvent { Ask = "ask", Answer = "answer", Close = "close" }
}

impl EnquiryState {
    /// What becomes of an enquiry; nothing if it is closed.
    pub const fn after(self, event: EnquiryEvent) -> Option<Self> {
        match (self, event) {
            (Self::Closed, _) => None,
            (_, EnquiryEvent::Ask) => Some(Self::Open),
            (_, EnquiryEvent::Answer) => Some(Self::Answered),
            (_, EnquiryEvent::Close) => Some(Self::Closed),
        }
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Waits for an answer",
            Self::Answered => "Answered",
            Self::Closed => "Closed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enquiry_goes_back_and_forth_until_it_is_closed() {
        let table: Vec<String> = EnquiryState::ALL
            .iter()
            .flat_map(|state| EnquiryEvent::ALL.iter().map(move |event| (state, event)))
            .map(|(state, event)| {
                let next = state.after(*event).map_or("-", EnquiryState::as_str);
                format!("{} {} {next}", state.as_str(), event.as_str())
            })
            .collect();

        insta::assert_snapshot!(table.join("\n"), @r"
        open ask open
        open answer answered
        open close closed
        answered ask open
        answered answer answered
        answered close closed
        closed ask -
        closed answer -
        closed close -
        ");
    }
}
