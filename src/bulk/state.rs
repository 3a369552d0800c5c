//! How far an uploaded file has come.

use crate::kernel::text_enum;

text_enum! {
    /// An upload: kept, then loaded row by row. `Loading` is what a crash in the middle leaves behind, and what can
    /// always be finished.
    pub enum UploadState { Uploaded = "uploaded", Loading = "loading", Loaded = "loaded" }
}

text_enum! {
    /// What happens to an upload.
    pub enum UploadEvent {
        ChooseColumns = "choose_columns",
        Load = "load",
        Finish = "finish",
        Discard = "discard",
    }
}

/// Something that can no longer, or not yet, be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    pub reason: &'static str,
}

impl UploadState {
    /// The whole life of an upload. One that is thrown away is gone, so it stays `Uploaded` for its last moment.
    pub const fn apply(self, event: UploadEvent) -> Result<Self, Refused> {
        use {UploadEvent as E, UploadState as S};
        match (self, event) {
            (S::Uploaded, E::ChooseColumns | E::Discard) => Ok(S::Uploaded),
            (S::Uploaded | S::Loading, E::Load) => Ok(S::Loading),
            (S::Loading, E::Finish) => Ok(S::Loaded),
            (S::Loading, E::ChooseColumns | E::Discard) => {
                Err(Refused { reason: "loading this file has begun; finish it first" })
            }
            (S::Uploaded, E::Finish) => Err(Refused { reason: "loading this file has not begun" }),
            (S::Loaded, _) => Err(Refused { reason: "this file is loaded already" }),
        }
    }

    pub fn allows(self, event: UploadEvent) -> bool {
        self.apply(event).is_ok()
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Uploaded => "Not loaded yet",
            Self::Loading => "Half loaded",
            Self::Loaded => "Loaded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_event() {
        let rows = UploadState::ALL.iter().flat_map(|state| {
            UploadEvent::ALL.iter().map(move |event| {
                let next = state.apply(*event).map_or_else(|refused| refused.reason, UploadState::as_str);
                format!("{} + {} = {next}", state.as_str(), event.as_str())
            })
        });

        insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @"
        uploaded + choose_columns = uploaded
        uploaded + load = loading
        uploaded + finish = loading this file has not begun
        uploaded + discard = uploaded
        loading + choose_columns = loading this file has begun; finish it first
        loading + load = loading
        loading + finish = loaded
        loading + discard = loading this file has begun; finish it first
        loaded + choose_columns = this file is loaded already
        loaded + load = this file is loaded already
        loaded + finish = this file is loaded already
        loaded + discard = this file is loaded already
        ");
    }
}
