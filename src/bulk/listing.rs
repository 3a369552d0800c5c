//! What a row becomes: the draft of an offer or of a need.

use super::cells;
use super::columns::{self, Column};
use super::judge::Owner;
use super::mapping::Known;
use super::model::Kind;
use super::{need_columns, offer_columns};
use crate::catalogue::OfferContent;
use crate::catalogue::audience;
use crate::catalogue::draft::{OfferDraft, Season};
use crate::catalogue::hours::HoursKind;
use crate::catalogue::model::Service;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::USUAL_CONFIRM_DAYS;
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

    /// Fills in what follows from whose row it is, and takes the bodies it names for whom they are.
    fn recognise(&mut self, owner: &Owner);

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
        offer_columns::COLUMNS
    }

    fn blank() -> Self {
        Self {
            season: Season::Same.as_str().to_owned(),
            confirm_days: USUAL_CONFIRM_DAYS.to_string(),
            ..Self::default()
        }
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn settle(&mut self, services: &[Service], errors: &mut FieldErrors) {
        if self.shape.is_empty() {
            let shape = if self.bands.is_empty() { Shape::Capacity } else { Shape::WholeService };
            shape.as_str().clone_into(&mut self.shape);
        }
        if self.unit.is_empty() {
            self.unit = columns::usual_unit(&self.service, services);
        }
        if self.hours.is_empty() {
            let kind = if self.week.is_empty() { HoursKind::OfficeHours } else { HoursKind::Own };
            kind.as_str().clone_into(&mut self.hours);
        }
        self.seen_by.settle();
        if !self.months.is_empty() {
            Season::Differs.as_str().clone_into(&mut self.season);
        }
        let settled = columns::settle_reach(&mut self.reach, &self.regions, &self.miles);
        errors.keep(settled.map_err(|flaw| FieldError::invalid("reach", flaw)));
    }

    fn recognise(&mut self, owner: &Owner) {
        if self.holidays.is_empty() {
            owner.division.as_str().clone_into(&mut self.holidays);
        }
        audience::recognise(&mut self.seen_by.partners, owner.body, &owner.named);
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
        need_columns::COLUMNS
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
        self.seen_by.settle();
        let settled = columns::settle_reach(&mut self.reach, &self.regions, &self.miles);
        errors.keep(settled.map_err(|flaw| FieldError::invalid("reach", flaw)));
    }

    fn recognise(&mut self, owner: &Owner) {
        audience::recognise(&mut self.seen_by.partners, owner.body, &owner.named);
    }

    fn check(&self, services: &[Service], this_month: Month) -> FieldErrors {
        NeedContent::of(self, services, this_month).err().unwrap_or_default()
    }

    fn likeness(&self) -> Option<Likeness> {
        Likeness::of(&self.title, &self.service, &self.first_month, &self.last_month)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bulk::mapping::heading_words;
    use crate::catalogue::draft::{TypedKpi, TypedMonth};

    fn services() -> Vec<Service> {
        let service = |code: &str, name: &str, unit: &str| Service {
            code: code.into(),
            name: name.into(),
            family_code: String::new(),
            family_name: String::new(),
            cpv_code: String::new(),
            cpv_name: String::new(),
            units: vec![unit.into()],
        };
        vec![
            service("PAY-01", "Payroll", "payslip"),
            service("IT-01", "Service desk", "ticket"),
            service("AUD-01", "Internal audit", "audit day"),
        ]
    }

    /// Names that two columns share would be guessed for the wrong one.
    fn assert_names_are_apart<D: Listing>() {
        let mut names = BTreeSet::new();
        for column in D::columns() {
            let about = column.about;
            assert!(!about.note.is_empty(), "{} has no note", about.key);
            let mut own: BTreeSet<String> = [about.heading, about.key].map(heading_words).into();
            own.extend(about.also.iter().map(|name| (*name).to_owned()));
            for name in own {
                assert_eq!(heading_words(&name), name, "{}: lower case and no signs", about.key);
                assert!(names.insert(name.clone()), "“{name}” stands for two columns");
            }
        }
    }

    /// What a column writes it reads, and writes again.
    fn assert_examples_stay<D: Listing>() {
        let services = services();
        let mut draft = D::blank();
        for column in D::columns().iter().filter(|column| !column.about.example.is_empty()) {
            (column.read)(&mut draft, column.about.example, &services).unwrap();
            let written = (column.write)(&draft, &services);
            (column.read)(&mut draft, &written, &services).unwrap();
            assert_eq!((column.write)(&draft, &services), written, "{}", column.about.key);
            assert!(!written.is_empty(), "{} wrote nothing", column.about.key);
        }
    }

    fn assert_mistakes_have_columns<D: Listing>(draft: &D) {
        let errors = draft.check(&services(), "2026-11".parse().unwrap());
        assert!(!errors.is_empty());
        for error in errors.0 {
            let holding = D::columns().iter().filter(|column| column.about.holds(&error.field)).count();
            assert_eq!(holding, 1, "a mistake in `{}` is one of {holding} columns", error.field);
        }
    }

    #[test]
    fn every_column_has_its_own_names_and_reads_what_it_writes() {
        assert_names_are_apart::<OfferDraft>();
        assert_names_are_apart::<NeedDraft>();
        assert_examples_stay::<OfferDraft>();
        assert_examples_stay::<NeedDraft>();
    }

    #[test]
    fn a_target_is_what_a_spreadsheet_makes_of_it() {
        let column = OfferDraft::columns().iter().find(|column| column.about.key == "kpi_2_target").unwrap();
        for (cell, target) in
            [("0.995", "99.5"), ("1", "100"), ("99.5%", "99.5%"), ("98", "98"), ("all", "all")]
        {
            let mut draft = OfferDraft::blank();
            (column.read)(&mut draft, cell, &[]).unwrap();
            assert_eq!(draft.kpis[1].target, target);
        }
    }

    #[test]
    fn every_mistake_is_one_of_a_column() {
        assert_mistakes_have_columns(&OfferDraft::default());
        assert_mistakes_have_columns(&NeedDraft::default());
        assert_mistakes_have_columns(&NeedDraft { shape: "whole_service".into(), ..NeedDraft::default() });
        let month = |quantity: &str| TypedMonth { month: "2027-02".into(), quantity: quantity.into() };
        let wrong = OfferDraft {
            unit: "other".into(),
            quantity_per_month: "5".into(),
            first_month: "2027-01".into(),
            last_month: "2027-03".into(),
            season: "differs".into(),
            months: vec![month("some"), month("1"), month("2")],
            takes: "either".into(),
            wants: vec!["NO-01".into()],
            kpis: vec![TypedKpi { name: String::new(), target: "101".into() }; 11],
            hours: "own_hours".into(),
            week: vec!["soon".into()],
            closures: vec!["Christmas".into()],
            lead_days: "-1".into(),
            minimum_order: "none".into(),
            price_basis: "cheap".into(),
            vat_treatment: "none".into(),
            legal_power: "x".repeat(201),
            reach: "within".into(),
            assurances: vec!["gold".into()],
            confirm_days: "1".into(),
            ..OfferDraft::blank()
        };
        assert_mistakes_have_columns(&OfferDraft { kpis: wrong.kpis[..10].to_vec(), ..wrong });
    }
}
