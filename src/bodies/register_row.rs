//! One row of a register: what a body is called, where it is, its codes and its dates.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::kind::BodyKind;

/// The columns that every register has, whatever others it has besides.
pub(super) const COLUMNS: [&str; 14] = [
    "code",
    "scheme",
    "name",
    "kind",
    "nation",
    "region",
    "lat",
    "lon",
    "website",
    "valid_from",
    "valid_to",
    "successor",
    "alt_codes",
    "notes",
];

/// One body as a register describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    pub code: Option<String>,
    /// The scheme of `code`: `ONS-GSS`, `NHS-ODS`, `UKPRN`…
    pub scheme: String,
    pub name: String,
    pub kind: BodyKind,
    /// The register's own, finer, word for the kind.
    pub register_kind: String,
    pub nation: String,
    pub region: String,
    pub place: Option<Place>,
    pub website: Option<Website>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// The codes of the bodies that took over, more than one where a body was split. The registers give them
    /// without a scheme, and not always in `scheme`: a council yet to begin has a provisional code.
    pub successors: Vec<String>,
    pub other_codes: Vec<Identifier>,
    pub notes: String,
}

/// Where a body is, in decimal degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub latitude: Decimal,
    pub longitude: Decimal,
}

/// A web address and the host in it, without `www.`: what mail addresses are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website {
    pub address: String,
    pub host: String,
}

/// A code in a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    pub scheme: String,
    pub code: String,
}

impl RegisterRow {
    /// Reads the cells of the columns in [`COLUMNS`].
    pub(super) fn of_cells(cells: [String; COLUMNS.len()]) -> Result<Self, RowFlaw> {
        let [
            code,
            scheme,
            name,
            kind,
            nation,
            region,
            lat,
            lon,
            website,
            from,
            to,
            successor,
            alt_codes,
            notes,
        ] = cells;
        if name.is_empty() {
            return Err(RowFlaw::NoName);
        }
        if scheme.is_empty() && !code.is_empty() {
            return Err(RowFlaw::NoScheme);
        }
        let (valid_from, valid_to) = (date(&from)?, date(&to)?);
        if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
            return Err(RowFlaw::EndsBeforeItBegins);
        }
        Ok(Self {
            code: (!code.is_empty()).then_some(code),
            scheme,
            name,
            kind: BodyKind::of_register(&kind).ok_or_else(|| RowFlaw::UnknownKind(kind.clone()))?,
            register_kind: kind,
            nation,
            region,
            place: place(&lat, &lon)?,
            website: website_of(&website)?,
            valid_from,
            valid_to,
            successors: listed(&successor).map(str::to_owned).collect(),
            other_codes: listed(&alt_codes).map(identifier).collect::<Result<_, _>>()?,
            notes,
        })
    }

    /// What recognises a body when its register is imported again: scheme and code, or kind and name where the
    /// register gives no code.
    pub fn import_key(&self) -> String {
        match &self.code {
            Some(code) => format!("{}:{code}", self.scheme),
            None => format!("{}+{}", self.register_kind, self.name),
        }
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFlaw {
    #[error("the row has {has} columns where the header has {wants}")]
    Width { has: usize, wants: usize },
    #[error("the row has no name")]
    NoName,
    #[error("the row has no scheme for its code")]
    NoScheme,
    #[error("unknown kind of body: {0:?}")]
    UnknownKind(String),
    #[error("not a date like 2026-04-01: {0:?}")]
    NotADate(String),
    #[error("the body ends before it begins")]
    EndsBeforeItBegins,
    #[error("latitude and longitude must both be given, in decimal degrees")]
    NotAPlace,
    #[error("not a web address: {0:?}")]
    NotAWebsite(String),
    #[error("not a code with its scheme: {0:?}")]
    NotAnIdentifier(String),
    #[error("the same body is on line {0}")]
    Repeated(u32),
}

/// The day a successor takes over from a body that ended on `valid_to`. Some registers give the old body's last day
/// there, others the new one's first. New bodies begin on the first of a month, which tells the two apart.
pub(super) fn vesting_date(valid_to: NaiveDate) -> Option<NaiveDate> {
    if valid_to.day() == 1 { Some(valid_to) } else { valid_to.succ_opt() }
}

/// Trims, and turns runs of spaces within into one: registers have names with two spaces between words.
pub(super) fn single_spaced(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|item| !item.is_empty())
}

fn date(cell: &str) -> Result<Option<NaiveDate>, RowFlaw> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| RowFlaw::NotADate(cell.to_owned()))
}

fn place(lat: &str, lon: &str) -> Result<Option<Place>, RowFlaw> {
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    let degrees = |cell: &str, most: i64| {
        let degrees: Option<Decimal> = cell.parse().ok();
        degrees.filter(|degrees| degrees.abs() <= Decimal::from(most)).ok_or(RowFlaw::NotAPlace)
    };
    Ok(Some(Place { latitude: degrees(lat, 90)?, longitude: degrees(lon, 180)? }))
}

fn website_of(cell: &str) -> Result<Option<Website>, RowFlaw> {
    if cell.is_empty() {
        return Ok(None);
    }
    let flaw = || RowFlaw::NotAWebsite(cell.to_owned());
    let rest = cell.strip_prefix("https://").or_else(|| cell.strip_prefix("http://")).ok_or_else(flaw)?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.').to_owned();
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !host.contains('.') || !host.split('.').all(label) || cell.contains(['"', '<', '>', ' ']) {
        return Err(flaw());
    }
    Ok(Some(Website { address: cell.to_owned(), host }))
}

/// `ONS-GSS:W11000028` says its scheme before a colon; `GB-LAE-ADU` is an org-id.guide code, whose list is its
/// first two parts.
fn identifier(item: &str) -> Result<Identifier, RowFlaw> {
    let org_id = || item.match_indices('-').nth(1).map(|(place, _)| (&item[..place], &item[place + 1..]));
    let parts = item.split_once(':').or_else(|| item.starts_with("GB-").then(org_id).flatten());
    match parts {
        Some((scheme, code)) if !scheme.is_empty() && !code.is_empty() => {
            Ok(Identifier { scheme: scheme.to_owned(), code: code.to_owned() })
        }
        _ => Err(RowFlaw::NotAnIdentifier(item.to_owned())),
    }
}
