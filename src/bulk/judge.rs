//! What each row of a table would become: an offer or a need, the same as one that is there, or nothing, and why. People see it
//! before they load a file, and loading goes by it.

use std::collections::HashMap;

use super::columns::About;
use super::listing::{Likeness, Listing};
use super::mapping::Mapping;
use super::model::{Outcome, Twins};
use super::table::{Table, TableRow};
use crate::bodies::queries::Called;
use crate::catalogue::model::Service;
use crate::kernel::ids::{BodyId, ListingId};
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Month};

/// What a row says the same as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// An earlier row of the same file.
    Line(u32),
    /// Something that the body lists already.
    Listed(ListingId),
}

impl Twin {
    /// Why a row is left out because of it.
    pub fn reason(self) -> String {
        match self {
            Self::Line(line) => format!("The same title, service and months as line {line} of this file"),
            Self::Listed(_) => "You list the same title, service and months already".to_owned(),
        }
    }
}

/// What is wrong with a cell, or with the row as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column's key; empty for the row as a whole.
    pub key: &'static str,
    pub heading: &'static str,
    pub reason: String,
}

impl Fault {
    /// "Price in pounds: Enter a price in pounds".
    pub fn sentence(&self) -> String {
        if self.heading.is_empty() {
            self.reason.clone()
        } else {
            format!("{}: {}", self.heading, self.reason)
        }
    }
}

/// A row and what is thought of it.
#[derive(Clone, Debug)]
pub struct Judged<D> {
    pub line: u32,
    pub title: String,
    /// What it says, or everything that is wrong with it.
    pub said: Result<D, Vec<Fault>>,
    pub twin: Option<Twin>,
    /// As it stands in the file.
    pub cells: Vec<String>,
}

impl<D> Judged<D> {
    /// What becomes of it.
    pub const fn outcome(&self, twins: Twins) -> Outcome {
        match (self.twin, twins, &self.said) {
            (Some(_), Twins::Skip, _) => Outcome::Duplicate,
            (_, _, Ok(_)) => Outcome::Loaded,
            (_, _, Err(_)) => Outcome::Bad,
        }
    }

    /// Why it is left out, in one line; nothing if it is not.
    pub fn reason(&self, twins: Twins) -> String {
        match (self.outcome(twins), self.twin, &self.said) {
            (Outcome::Duplicate, Some(twin), _) => twin.reason(),
            (Outcome::Bad, _, Err(faults)) => {
                faults.iter().map(Fault::sentence).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        }
    }
}

/// What rows are judged by.
#[derive(Debug)]
pub struct Judge<'t> {
    table: &'t Table,
    mapping: &'t Mapping,
    services: &'t [Service],
    this_month: Month,
    known: HashMap<Likeness, Twin>,
    owner: Owner,
}

/// Whose rows they are.
#[derive(Debug)]
pub struct Owner {
    pub body: BodyId,
    /// Whose bank holidays the body keeps.
    pub division: Division,
    /// The bodies that rows name, by the names they have.
    pub named: Called,
}

impl<'t> Judge<'t> {
    /// `known` is what the owner lists already.
    pub fn new(
        (table, mapping): (&'t Table, &'t Mapping),
        services: &'t [Service],
        this_month: Month,
        known: HashMap<Likeness, Twin>,
        owner: Owner,
    ) -> Self {
        Self { table, mapping, services, this_month, known, owner }
    }

    /// Every row of the table, in order.
    pub fn all<D: Listing>(mut self) -> Vec<Judged<D>> {
        let table = self.table;
        table.rows.iter().map(|row| self.row(row)).collect()
    }

    /// One row. Good rows are known to those that come after them.
    pub fn row<D: Listing>(&mut self, row: &TableRow) -> Judged<D> {
        let (draft, errors) = self.read::<D>(row);
        let likeness = draft.likeness();
        let twin = likeness.as_ref().and_then(|likeness| self.known.get(likeness)).copied();
        let faults = self.faults::<D>(row, &draft, errors);
        if let (Some(likeness), true) = (likeness, faults.is_empty()) {
            self.known.entry(likeness).or_insert(Twin::Line(row.line));
        }
        Judged {
            line: row.line,
            title: draft.title().to_owned(),
            said: if faults.is_empty() { Ok(draft) } else { Err(faults) },
            twin,
            cells: row.cells.clone(),
        }
    }

    fn read<D: Listing>(&self, row: &TableRow) -> (D, FieldErrors) {
        let (mut draft, mut errors) = (D::blank(), FieldErrors::default());
        for column in D::columns() {
            let place = self.mapping.column_of(column.about.key);
            let cell = place.and_then(|place| row.cells.get(place)).map(|cell| cell.trim());
            if let Some(cell) = cell.filter(|cell| !cell.is_empty()) {
                let read = (column.read)(&mut draft, cell, self.services);
                errors.keep(read.map_err(|flaw| FieldError::invalid(column.about.key, flaw)));
            }
        }
        draft.settle(self.services, &mut errors);
        draft.recognise(&self.owner);
        (draft, errors)
    }

    /// Everything that is wrong with a row, in the order of the columns. Where a cell could not be read, what follows from
    /// that is not told as well.
    fn faults<D: Listing>(&self, row: &TableRow, draft: &D, unread: FieldErrors) -> Vec<Fault> {
        let (has, wants) = (row.cells.len(), self.table.headings.len());
        if has != wants {
            let cells = if has == 1 { "1 cell".to_owned() } else { format!("{has} cells") };
            let reason = format!(
                "The row has {cells} where there are {wants} headings. Is a quotation mark or a comma missing?"
            );
            return vec![Fault { key: "", heading: "", reason }];
        }
        let mut faults: Vec<(usize, Fault)> = unread.0.into_iter().map(fault_of::<D>).collect();
        let unread: Vec<&str> = faults.iter().map(|(_, fault)| fault.key).collect();
        let found = draft.check(self.services, self.this_month).0.into_iter().map(fault_of::<D>);
        let found: Vec<(usize, Fault)> = found.filter(|(_, fault)| !unread.contains(&fault.key)).collect();
        faults.extend(found);
        // A service that is not known has no usual unit: that is not a second mistake.
        if faults.iter().any(|(_, fault)| fault.key == "service") {
            faults.retain(|(_, fault)| fault.key != "unit");
        }
        faults.sort_by_key(|(place, _)| *place);
        faults.dedup_by(|(_, next), (_, one)| next == one);
        faults.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// A mistake as one of the column that holds its field, with the place of that column.
fn fault_of<D: Listing>(error: FieldError) -> (usize, Fault) {
    let place = D::columns().iter().position(|column| column.about.holds(&error.field));
    let about = place.and_then(|place| D::columns().get(place)).map_or(About::PLAIN, |column| column.about);
    (place.unwrap_or(usize::MAX), Fault { key: about.key, heading: about.heading, reason: error.message })
}
