//! The columns in which a file of offers or of needs says who may see them.

use super::cells;
use super::columns::{About, Column};
use crate::catalogue::OfferDraft;
use crate::catalogue::audience::AudienceKind;
use crate::catalogue::typed_audience::{TypedAudience, TypedPartner};
use crate::needs::NeedDraft;

/// A draft that says who may see what it becomes.
pub(super) trait SeenBy {
    fn seen_by(&self) -> &TypedAudience;
    fn seen_by_mut(&mut self) -> &mut TypedAudience;
}

impl SeenBy for OfferDraft {
    fn seen_by(&self) -> &TypedAudience {
        &self.seen_by
    }

    fn seen_by_mut(&mut self) -> &mut TypedAudience {
        &mut self.seen_by
    }
}

impl SeenBy for NeedDraft {
    fn seen_by(&self) -> &TypedAudience {
        &self.seen_by
    }

    fn seen_by_mut(&mut self) -> &mut TypedAudience {
        &mut self.seen_by
    }
}

/// Whether everybody sees it at once.
pub(super) const fn kind<D: SeenBy>() -> Column<D> {
    Column {
        about: About {
            key: "audience",
            choices: cells::names::<AudienceKind>,
            heading: "Who may see it",
            note: "Empty: everybody, unless partners or days are given.",
            example: "Everybody, as soon as it is published",
            also: &["audience", "visibility"],
            ..About::PLAIN
        },
        write: |draft, _| cells::name_of::<AudienceKind>(&draft.seen_by().audience),
        read: |draft, cell, _| {
            draft.seen_by_mut().audience = cells::word_of::<AudienceKind>(cell)?;
            Ok(())
        },
    }
}

pub(super) const fn partners<D: SeenBy>() -> Column<D> {
    Column {
        about: About {
            key: "partners",
            heading: "Partners who see it first",
            note: "The names of bodies, parts that no other name has, or ids, with semicolons between them, 20 at most.",
            also: &["partners", "named partners"],
            ..About::PLAIN
        },
        write: |draft, _| {
            let names: Vec<&str> = draft.seen_by().partners.iter().map(TypedPartner::name).collect();
            names.join("; ")
        },
        read: |draft, cell, _| {
            draft.seen_by_mut().partners = names(cell).map(TypedPartner::called).collect();
            Ok(())
        },
    }
}

pub(super) const fn partners_from<D: SeenBy>() -> Column<D> {
    Column {
        about: About {
            key: "partners_from",
            heading: "Partners see it from",
            note: "A day such as 2027-01-31. Needed where partners are named.",
            also: &["partners from"],
            ..About::PLAIN
        },
        write: |draft, _| draft.seen_by().partners_from.clone(),
        read: |draft, cell, _| {
            draft.seen_by_mut().partners_from = cells::date(cell)?;
            Ok(())
        },
    }
}

pub(super) const fn bodies_from<D: SeenBy>() -> Column<D> {
    Column {
        about: About {
            key: "bodies_from",
            heading: "Every body sees it from",
            note: "A day such as 2027-01-31. Empty: never.",
            also: &["bodies from"],
            ..About::PLAIN
        },
        write: |draft, _| draft.seen_by().bodies_from.clone(),
        read: |draft, cell, _| {
            draft.seen_by_mut().bodies_from = cells::date(cell)?;
            Ok(())
        },
    }
}

pub(super) const fn public_from<D: SeenBy>() -> Column<D> {
    Column {
        about: About {
            key: "public_from",
            heading: "Everybody sees it from",
            note: "A day such as 2027-01-31. Empty: never.",
            also: &["public from"],
            ..About::PLAIN
        },
        write: |draft, _| draft.seen_by().public_from.clone(),
        read: |draft, cell, _| {
            draft.seen_by_mut().public_from = cells::date(cell)?;
            Ok(())
        },
    }
}

/// Names with semicolons between them.
pub(super) fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty())
}
