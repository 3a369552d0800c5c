//! What a column is: how it is called, what it holds, and how a cell of it is written and read. To add a column, add its
//! entry to the list of its kind; template, upload, download and API follow.

use super::cells::{self, Choice};
use super::mapping::Known;
use crate::bodies::region::Region;
use crate::catalogue::audience::AudienceKind;
use crate::catalogue::draft::OTHER_UNIT;
use crate::catalogue::hours::{HolidaysKept, HoursKind};
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::tariff::PriceWay;
use crate::catalogue::terms::{Assurance, PriceBasis, ReachKind};
use crate::kernel::vat::VatTreatment;

/// Whether every row must say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    Always,
    Sometimes,
}

/// What is said of a column, whatever kind of row it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The field of the draft it fills, under which mistakes are told.
    pub key: &'static str,
    pub heading: &'static str,
    /// What it holds, for somebody who fills it in.
    pub note: &'static str,
    pub example: &'static str,
    pub must: Must,
    /// Other headings that mean the same, in lower case and without signs.
    pub also: &'static [&'static str],
    /// Further fields whose mistakes are this column's; one that ends in `_` stands for all that begin so.
    pub fields: &'static [&'static str],
    /// What a cell can say, where it is one or several of a list.
    pub choices: fn() -> Vec<&'static str>,
}

impl About {
    /// What a column need not say.
    pub const PLAIN: Self = Self {
        key: "",
        heading: "",
        note: "",
        example: "",
        must: Must::Sometimes,
        also: &[],
        fields: &[],
        choices: Vec::new,
    };

    /// Whether a mistake in `field` is one of this column.
    pub fn holds(&self, field: &str) -> bool {
        let is_further =
            |other: &&'static str| field == *other || other.ends_with('_') && field.starts_with(*other);
        self.key == field || self.fields.iter().any(is_further)
    }

    /// What the mapping knows of it.
    pub const fn known(&self) -> Known {
        Known {
            key: self.key,
            heading: self.heading,
            also: self.also,
            is_needed: matches!(self.must, Must::Always),
        }
    }
}

/// A column of one kind of draft. Reading answers what is wrong with a cell, in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Column<D> {
    pub about: About,
    pub write: fn(&D, &[Service]) -> String,
    pub read: fn(&mut D, &str, &[Service]) -> Result<(), String>,
}

/// A field that is text as it was typed.
macro_rules! typed {
    ($field:ident, $($about:tt)*) => {
        Column {
            about: About { key: stringify!($field), $($about)*, ..About::PLAIN },
            write: |draft, _| draft.$field.clone(),
            read: |draft, cell, _| {
                cell.clone_into(&mut draft.$field);
                Ok(())
            },
        }
    };
}

/// A field that is a month.
macro_rules! month {
    ($field:ident, $($about:tt)*) => {
        Column {
            about: About { key: stringify!($field), $($about)*, ..About::PLAIN },
            write: |draft, _| draft.$field.clone(),
            read: |draft, cell, _| {
                draft.$field = cells::month(cell)?;
                Ok(())
            },
        }
    };
}

/// A field that is one of a list.
macro_rules! one_of {
    ($field:ident: $choice:ty, $($about:tt)*) => {
        Column {
            about: About {
                key: stringify!($field), choices: cells::names::<$choice>, $($about)*, ..About::PLAIN
            },
            write: |draft, _| cells::name_of::<$choice>(&draft.$field),
            read: |draft, cell, _| {
                draft.$field = cells::word_of::<$choice>(cell)?;
                Ok(())
            },
        }
    };
}

/// A field that is several of a list.
macro_rules! several {
    ($field:ident: $choice:ty, $($about:tt)*) => {
        Column {
            about: About {
                key: stringify!($field), choices: cells::names::<$choice>, $($about)*, ..About::PLAIN
            },
            write: |draft, _| cells::names_of::<$choice>(&draft.$field),
            read: |draft, cell, _| {
                draft.$field = cells::words_of::<$choice>(cell)?;
                Ok(())
            },
        }
    };
}

/// A field that is several services.
macro_rules! services {
    ($field:ident, $($about:tt)*) => {
        Column {
            about: About { key: stringify!($field), $($about)*, ..About::PLAIN },
            write: |draft, services| service_names(&draft.$field, services),
            read: |draft, cell, services| {
                draft.$field = service_codes(cell, services)?;
                Ok(())
            },
        }
    };
}

pub(super) use {month, one_of, services, several, typed};

/// A service as a cell says it: "PAY-01 Payroll".
pub(super) fn service_name(code: &str, services: &[Service]) -> String {
    let found = services.iter().find(|service| service.code == code);
    found.map_or_else(|| code.to_owned(), |service| format!("{} {}", service.code, service.name))
}

pub(super) fn service_names(codes: &[String], services: &[Service]) -> String {
    codes.iter().map(|code| service_name(code, services)).collect::<Vec<_>>().join("; ")
}

/// The code of the service that a cell names by its code, its name, or both.
pub(super) fn service_code(cell: &str, services: &[Service]) -> Result<String, String> {
    let said = cells::plain(cell);
    let first = said.split(' ').next().unwrap_or_default();
    let by_code = services.iter().find(|service| cells::plain(&service.code) == first);
    let named: Vec<&Service> =
        services.iter().filter(|service| cells::plain(&service.name) == said).collect();
    match (by_code, named.as_slice()) {
        (Some(service), _) => Ok(service.code.clone()),
        (None, [service]) => Ok(service.code.clone()),
        (None, []) => Err(format!(
            "“{}” is not a service we know. Give its code or its name from our list of services",
            cells::short(cell)
        )),
        (None, several) => {
            let codes: Vec<&str> = several.iter().map(|service| service.code.as_str()).collect();
            Err(format!(
                "Several services are called “{}”. Give the code: {}",
                cells::short(cell),
                codes.join(" or ")
            ))
        }
    }
}

pub(super) fn service_codes(cell: &str, services: &[Service]) -> Result<Vec<String>, String> {
    let parts = cells::parts(cell, |part| service_code(part, services).is_ok());
    parts.iter().map(|part| service_code(part, services)).collect()
}

/// The unit and the other unit of a draft, from what a cell says: one of the service's units, or any other.
pub(super) fn unit_of(cell: &str, service: &str, services: &[Service]) -> (String, String) {
    let units = services.iter().find(|known| known.code == service).map(|known| known.units.as_slice());
    let said = cells::plain(cell);
    match units.unwrap_or_default().iter().find(|unit| cells::plain(unit) == said) {
        Some(unit) => (unit.clone(), String::new()),
        None => (OTHER_UNIT.to_owned(), cell.to_owned()),
    }
}

/// The unit of a draft that names none: the first of its service.
pub(super) fn usual_unit(service: &str, services: &[Service]) -> String {
    let known = services.iter().find(|known| known.code == service);
    known.and_then(|known| known.units.first().cloned()).unwrap_or_default()
}

/// The reach of a draft that does not say which kind it is, from what else it says; and what is wrong with one that does.
pub(super) fn settle_reach(reach: &mut String, regions: &[String], miles: &str) -> Result<(), String> {
    if reach.is_empty() {
        let kind = match (regions.is_empty(), miles.trim().is_empty()) {
            (false, _) => ReachKind::Regions,
            (true, false) => ReachKind::Within,
            (true, true) => ReachKind::Anywhere,
        };
        kind.as_str().clone_into(reach);
    }
    let says_regions = reach == ReachKind::Regions.as_str();
    let says_miles = reach == ReachKind::Within.as_str();
    if !regions.is_empty() && !says_regions || !miles.trim().is_empty() && !says_miles {
        return Err(
            "Regions or miles are given that this does not go with. Leave it empty, or leave them empty"
                .into(),
        );
    }
    Ok(())
}

macro_rules! choices {
    ($($choice:ty),+ $(,)?) => { $(
        impl Choice for $choice {
            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn word(self) -> &'static str {
                self.as_str()
            }

            fn name(self) -> &'static str {
                self.label()
            }
        }
    )+ };
}

choices!(
    Assurance,
    AudienceKind,
    HolidaysKept,
    HoursKind,
    PriceBasis,
    PriceWay,
    ReachKind,
    Region,
    Shape,
    SizeMeasure,
    Takes,
    VatTreatment,
);
