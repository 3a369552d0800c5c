//! What a row becomes: the draft of an offer or of a need.

use super::cells;
use super::columns::{self, Column};
use super::mapping::Known;
use super::model::Kind;
use super::{need_columns, offer_columns};
use crate::catalogue::OfferContent;
use crate::catalogue::draft::{OfferDraft, Season};
use crate::catalogue::model::Service;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::USUAL_CONFIRM_DAYS;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Month};
use crate::needs::{NeedContent, NeedDraft};

/// By what two rows are taken for the same: title, service and months.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Likeness {
    title: String,
    service: String,
    first_month: String,
    last_month: String,
}

impl Likeness {
    /// Nothing where one of them is not known: such a row is like no other.
    pub fn of(title: &str, service: &str, first_month: &str, last_month: &str) -> Option<Self> {
        let month = |raw: &str| raw.trim().parse::<Month>().ok().map(Month::iso);
        let (first_month, last_month) = month(first_month).zip(month(last_month))?;
        let title = cells::plain(title);
        let is_whole = !title.is_empty() && !service.is_empty();
        is_whole.then(|| Self { title, service: service.to_owned(), first_month, last_month })
    }

    /// The code of the service.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// "2027-01 to 2027-12".
    pub fn months(&self) -> String {
        format!("{} to {}", self.first_month, self.last_month)
    }
}

/// A draft that rows are read into and written from.
pub trait Listing: Clone + Send + Sync + 'static {
    const KIND: Kind;

    /// Every column, in the order of the template.
    fn columns() -> &'static [Column<Self>];

    /// What is said where a row says nothing.
    fn blank() -> Self;

    fn title(&self) -> &str;

    /// Draws from what a row says what it leaves open.
    fn settle(&mut self, services: &[Service], errors: &mut FieldErrors);

    /// Everything that is wrong with it.
    fn check(&self, services: &[Service], this_month: Month) -> FieldErrors;

    fn likeness(&self) -> Option<Likeness>;

    /// What the mapping knows of the columns.
    fn known() -> Vec<Known> {
        Self::columns().iter().map(|column| column.about.known()).collect()
    }

    /// A row of a file, a cell for each column.
    fn row(&self, services: &[Service]) -> Vec<String> {
        Self::columns().iter().map(|column| (column.write)(self, services)).collect()
    }
}

impl Listing for OfferDraft {
    const KIND: Kind = Kind::Offers;

    fn columns() -> &'static [Column<Self>] {
        &offer_columns::COLUMNS
    }

    fn blank() -> Self {
        Self {
            hours: Preset::OfficeHours.as_str().to_owned(),
            holidays: Division::EnglandAndWales.as_str().to_owned(),
            season: Season::Same.as_str().to_owned(),
            confirm_days: USUAL_CONFIRM_DAYS.to_string(),
            ..Self::default()
        }
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn settle(&mut self, services: &[Service], errors: &mut FieldErrors) {
        if self.unit.is_empty() {
            self.unit = columns::usual_unit(&self.service, services);
        }
        if !self.months.is_empty() {
            Season::Differs.as_str().clone_into(&mut self.season);
        }
        let settled = columns::settle_reach(&mut self.reach, &self.regions, &self.miles);
        errors.keep(settled.map_err(|flaw| FieldError::invalid("reach", flaw)));
    }

    fn check(&self, services: &[Service], this_month: Month) -> FieldErrors {
        OfferContent::of(self, services, this_month).err().unwrap_or_default()
    }

    fn likeness(&self) -> Option<Likeness> {
        Likeness::of(&self.title, &self.service, &self.first_month, &self.last_month)
    }
}

impl Listing for NeedDraft {
    const KIND: Kind = Kind::Needs;

    fn columns() -> &'static [Column<Self>] {
        &need_columns::COLUMNS
    }

    fn blank() -> Self {
        Self::default()
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn settle(&mut self, services: &[Service], errors: &mut FieldErrors) {
        if self.shape.is_empty() {
            let is_whole = self.quantity_per_month.is_empty() && !self.size.is_empty();
            let shape = if is_whole { Shape::WholeService } else { Shape::Capacity };
            shape.as_str().clone_into(&mut self.shape);
        }
        if self.unit.is_empty() && self.shape() == Shape::Capacity {
            self.unit = columns::usual_unit(&self.service, services);
        }
        let settled = columns::settle_reach(&mut self.reach, &self.regions, &self.miles);
        errors.keep(settled.map_err(|flaw| FieldError::invalid("reach", flaw)));
    }

    fn check(&self, services: &[Service], this_month: Month) -> FieldErrors {
        NeedContent::of(self, services, this_month).err().unwrap_or_default()
    }

    fn likeness(&self) -> Option<Likeness> {
        Likeness::of(&self.title, &self.service, &self.first_month, &self.last_month)
    }
}
