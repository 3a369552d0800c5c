//! How far a ledger file and a statement have come.

use crate::kernel::text_enum;

text_enum! {
    /// A ledger file: uploaded, then loaded. `Loading` is what a crash in the middle leaves behind, and what can
    /// always be finished.
    pub enum FileState { Uploaded = "uploaded", Loading = "loading", Loaded = "loaded" }
}

text_enum! {
    /// What happens to a ledger file.
    pub enum FileEvent {
        ChooseColumns = "choose_columns",
        BeginLoad = "begin_load",
        FinishLoad = "finish_load",
        Discard = "discard",
    }
}

text_enum! {
    /// A statement: sent by the provider, answered by the consumer.
    pub enum StatementState { Sent = "sent", Answered = "answered" }
}

text_enum! {
    /// What the consumer says to one line of a statement.
    pub enum LineAnswer { Pending = "pending", Confirmed = "confirmed", Disputed = "disputed" }
}

text_enum! {
    /// What a supplier name was decided to be.
    pub enum Decision { Body = "body", NotABody = "not_a_body" }
}

text_enum! {
    /// Why a match was undone. A pair that was wrong is never made again by a rule.
    pub enum UndoneBecause { Wrong = "wrong", NameChanged = "name_changed" }
}

/// Something that can no longer, or not yet, be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    pub reason: &'static str,
}

impl FileState {
    /// The whole life of a file. A file that is discarded is gone, so it stays `Uploaded` for its last moment.
    pub const fn apply(self, event: FileEvent) -> Result<Self, Refused> {
        use {FileEvent as E, FileState as S};
        match (self, event) {
            (S::Uploaded, E::ChooseColumns | E::Discard) => Ok(S::Uploaded),
            (S::Uploaded | S::Loading, E::BeginLoad) => Ok(S::Loading),
            (S::Loading, E::FinishLoad) => Ok(S::Loaded),
            (S::Loading, E::ChooseColumns | E::Discard) => {
                Err(Refused { reason: "loading this file has begun; finish it first" })
            }
            (S::Uploaded, E::FinishLoad) => Err(Refused { reason: "loading this file has not begun" }),
            (S::Loaded, _) => Err(Refused { reason: "this file is loaded already" }),
        }
    }

    pub fn allows(self, event: FileEvent) -> bool {
        self.apply(event).is_ok()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Uploaded => "Not loaded yet",
            Self::Loading => "Half loaded",
            Self::Loaded => "Loaded",
        }
    }
}

impl StatementState {
    /// A statement is answered once, every line at the same time.
    pub const fn answer(self) -> Result<Self, Refused> {
        match self {
            Self::Sent => Ok(Self::Answered),
            Self::Answered => Err(Refused { reason: "this statement is answered already" }),
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Sent => "Waits for an answer",
            Self::Answered => "Answered",
        }
    }
}

impl LineAnswer {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pending => "Not answered yet",
            Self::Confirmed => "Confirmed",
            Self::Disputed => "Disputed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_loaded_once_and_a_crash_in_between_can_be_finished() {
        let mut table = String::new();
        for state in FileState::ALL {
            for event in FileEvent::ALL {
                let next = state.apply(*event).map_or_else(|no| no.reason, FileState::as_str);
                table += &format!("{:<9} {:<15} {next}\n", state.as_str(), event.as_str());
            }
        }

        insta::assert_snapshot!(table, @r"
        uploaded  choose_columns  uploaded
        uploaded  begin_load      loading
        uploaded  finish_load     loading this file has not begun
        uploaded  discard         uploaded
        loading   choose_columns  loading this file has begun; finish it first
        loading   begin_load      loading
        loading   finish_load     loaded
        loading   discard         loading this file has begun; finish it first
        loaded    choose_columns  this file is loaded already
        loaded    begin_load      this file is loaded already
        loaded    finish_load     this file is loaded already
        loaded    discard         this file is loaded already
        ");
    }

    #[test]
    fn a_statement_is_answered_once() {
        let after =
            |state: StatementState| state.answer().map_or_else(|no| no.reason, StatementState::as_str);

        let table: Vec<_> = StatementState::ALL.iter().map(|state| (state.as_str(), after(*state))).collect();

        assert_eq!(table, [("sent", "answered"), ("answered", "this statement is answered already")]);
    }
}
