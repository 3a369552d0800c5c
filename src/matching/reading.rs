//! Reads an instance from JSON, and lists everything that is wrong with it rather than the first thing.
//!
//! ```json
//! {"meta": {}, "params": {"max_len": 3, "tolerance_bp": 1000, "min_leg_pence": 200000, "max_rings_per_body": 1},
//!  "bodies": [{"id": "B1", "region": 0, "blocked": []}],
//!  "offers": [{"id": "O1", "body": "B1", "category": "C1", "units": 10, "unit_pence": 20000, "regions": "*"}],
//!  "needs":  [{"id": "N1", "body": "B1", "category": "C2", "units": 5, "max_unit_pence": 30000, "preferred": []}]}
//! ```
//!
//! Fields that nobody knows are refused, because a misspelt field would otherwise be a rule silently not applied;
//! `meta`, and `kind` of a body and `unit` of the rules, are for people and may hold anything.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value};

use super::instance::{Body, Instance, LONGEST, MOST_WORTH, Need, Offer, Reach, Rules};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub place: String,
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.reason)
    }
}

/// Reads an instance.
///
/// # Errors
/// Everything that is wrong.
pub fn read_instance(text: &str) -> Result<Instance, Vec<Problem>> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        vec![Problem { place, reason: format!("this is not JSON: {error}") }]
    })?;
    let mut reader = Reader::default();
    let instance = reader.instance(&value);
    match instance {
        Some(instance) if reader.problems.is_empty() => Ok(instance),
        _ => Err(reader.problems),
    }
}

/// What has been seen so far.
#[derive(Debug, Default)]
struct Reader {
    problems: Vec<Problem>,
    bodies: HashMap<String, u32>,
    categories: Names,
    regions: Names,
}

/// Names by the order in which they were first seen.
#[derive(Debug, Default)]
struct Names {
    known: HashMap<String, u32>,
    list: Vec<String>,
}

impl Names {
    fn number_of(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let list = &mut self.list;
        *self.known.entry(name).or_insert_with_key(|name| {
            list.push(name.clone());
            next
        })
    }
}

impl Reader {
    fn instance(&mut self, value: &Value) -> Option<Instance> {
        let Some(top) = value.as_object() else {
            self.fault("the file", "must be one object with params, bodies, offers and needs");
            return None;
        };
        self.known_fields("the file", top, &["meta", "params", "bodies", "offers", "needs"]);
        let rules = self.rules(top);
        let mut bodies = Vec::new();
        let mut blocked = Vec::new();
        for (place, row) in self.rows(top, "bodies") {
            self.known_fields(&place, row, &["id", "kind", "region", "blocked"]);
            let (id, region) = (self.name(&place, row, "id"), self.label(&place, row, "region"));
            blocked.push(self.names(&place, row, "blocked"));
            let at = u32::try_from(bodies.len()).unwrap_or(u32::MAX);
            if self.bodies.insert(id.clone(), at).is_some() && !id.is_empty() {
                self.fault(&place, "another body has this id");
            }
            bodies.push(Body { id, region: self.regions.number_of(region), blocked: Vec::new() });
        }
        for (body, names) in bodies.iter_mut().zip(blocked) {
            body.blocked = self.positions(&names);
        }
        let offers = self.offers(top);
        let needs = self.needs(top);
        let worth: i128 =
            offers.iter().map(|offer| i128::from(offer.units) * i128::from(offer.unit_pence)).sum();
        if worth > i128::from(MOST_WORTH) {
            let most = MOST_WORTH / 100;
            self.fault(
                "offers",
                format!("all offers together are worth more than £{most}, the most we work with"),
            );
        }
        let (categories, regions) =
            (std::mem::take(&mut self.categories.list), std::mem::take(&mut self.regions.list));
        Some(Instance { rules: rules?, bodies, offers, needs, categories, regions })
    }

    fn rules(&mut self, top: &Map<String, Value>) -> Option<Rules> {
        const PLACE: &str = "params";
        let Some(row) = top.get(PLACE).and_then(Value::as_object) else {
            self.fault("the file", "params is missing: the object with max_len, tolerance_bp, min_leg_pence and max_rings_per_body");
            return None;
        };
        let fields = ["max_len", "tolerance_bp", "min_leg_pence", "max_rings_per_body"];
        self.known_fields(PLACE, row, &[&fields[..], &["unit"]].concat());
        let longest = i64::try_from(LONGEST).unwrap_or(i64::MAX);
        let max_length = self.whole(PLACE, row, fields[0], 2, longest);
        let tolerance_bp = self.whole(PLACE, row, fields[1], 0, 10_000);
        let min_leg_pence = self.whole(PLACE, row, fields[2], 0, MOST_WORTH);
        let max_rings = self.whole(PLACE, row, fields[3], 1, 1_000_000);
        Some(Rules {
            max_length: usize::try_from(max_length).ok()?,
            tolerance_bp,
            min_leg_pence,
            max_rings: u32::try_from(max_rings).ok()?,
        })
    }

    fn offers(&mut self, top: &Map<String, Value>) -> Vec<Offer> {
        let mut seen = HashSet::new();
        let mut offers = Vec::new();
        for (place, row) in self.rows(top, "offers") {
            self.known_fields(&place, row, &["id", "body", "category", "units", "unit_pence", "regions"]);
            let id = self.name(&place, row, "id");
            self.first(&place, &id, &mut seen);
            let category = self.name(&place, row, "category");
            offers.push(Offer {
                body: self.body(&place, row),
                category: self.categories.number_of(category),
                units: self.whole(&place, row, "units", 0, MOST_WORTH),
                unit_pence: self.whole(&place, row, "unit_pence", 1, MOST_WORTH),
                reach: self.reach(&place, row),
                id,
            });
        }
        offers
    }

    fn needs(&mut self, top: &Map<String, Value>) -> Vec<Need> {
        let mut seen = HashSet::new();
        let mut needs = Vec::new();
        for (place, row) in self.rows(top, "needs") {
            self.known_fields(
                &place,
                row,
                &["id", "body", "category", "units", "max_unit_pence", "preferred"],
            );
            let id = self.name(&place, row, "id");
            self.first(&place, &id, &mut seen);
            let category = self.name(&place, row, "category");
            let preferred = self.names(&place, row, "preferred");
            needs.push(Need {
                body: self.body(&place, row),
                category: self.categories.number_of(category),
                units: self.whole(&place, row, "units", 0, MOST_WORTH),
                max_unit_pence: self.whole(&place, row, "max_unit_pence", 0, MOST_WORTH),
                preferred: self.positions(&preferred),
                id,
            });
        }
        needs
    }

    fn fault(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.push(Problem { place: place.to_owned(), reason: reason.into() });
    }

    fn known_fields(&mut self, place: &str, row: &Map<String, Value>, known: &[&str]) {
        for field in row.keys().filter(|field| !known.contains(&field.as_str())) {
            self.fault(
                place,
                format!("the field {field:?} is not known here; there are {}", known.join(", ")),
            );
        }
    }

    /// The objects of a list, each with the place it has in the file.
    fn rows<'v>(&mut self, top: &'v Map<String, Value>, list: &str) -> Vec<(String, &'v Map<String, Value>)> {
        let Some(rows) = top.get(list).and_then(Value::as_array) else {
            self.fault("the file", format!("{list} is missing: it must be a list, which may be empty"));
            return Vec::new();
        };
        let mut found = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            let place = match row.get("id").and_then(Value::as_str) {
                Some(id) => format!("{list}[{number}] ({id})"),
                None => format!("{list}[{number}]"),
            };
            match row.as_object() {
                Some(row) => found.push((place, row)),
                None => self.fault(&place, "must be an object"),
            }
        }
        found
    }

    fn name(&mut self, place: &str, row: &Map<String, Value>, field: &str) -> String {
        match row.get(field) {
            Some(Value::String(name)) if !name.is_empty() => return name.clone(),
            None => self.fault(place, format!("{field} is missing")),
            Some(other) => {
                self.fault(place, format!("{field} must be a text that is not empty, not {other}"));
            }
        }
        String::new()
    }

    /// A name that may also be written as a whole number, as regions are.
    fn label(&mut self, place: &str, row: &Map<String, Value>, field: &str) -> String {
        let label = row.get(field).and_then(label_of);
        if label.is_none() {
            self.fault(place, format!("{field} must be a whole number or a text"));
        }
        label.unwrap_or_default()
    }

    fn names(&mut self, place: &str, row: &Map<String, Value>, field: &str) -> Vec<String> {
        let Some(value) = row.get(field) else { return Vec::new() };
        let names = value.as_array().and_then(|list| {
            list.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        if names.is_none() {
            self.fault(place, format!("{field} must be a list of body ids, not {value}"));
        }
        names.unwrap_or_default()
    }

    /// The bodies with these ids, rising, each once. A body that does not take part cannot be dealt with anyway.
    fn positions(&self, names: &[String]) -> Vec<u32> {
        let mut found: Vec<u32> = names.iter().filter_map(|name| self.bodies.get(name).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn body(&mut self, place: &str, row: &Map<String, Value>) -> u32 {
        let id = self.name(place, row, "body");
        let found = self.bodies.get(&id).copied();
        if found.is_none() && !id.is_empty() {
            self.fault(place, format!("there is no body {id:?}"));
        }
        found.unwrap_or_default()
    }

    fn first(&mut self, place: &str, id: &str, seen: &mut HashSet<String>) {
        if !seen.insert(id.to_owned()) && !id.is_empty() {
            self.fault(place, "this id is there already");
        }
    }

    fn whole(&mut self, place: &str, row: &Map<String, Value>, field: &str, least: i64, most: i64) -> i64 {
        match row.get(field) {
            None => self.fault(place, format!("{field} is missing")),
            Some(value) => match value.as_i64() {
                Some(number) if (least..=most).contains(&number) => return number,
                _ => self.fault(
                    place,
                    format!("{field} must be a whole number from {least} to {most}, not {value}"),
                ),
            },
        }
        least
    }

    fn reach(&mut self, place: &str, row: &Map<String, Value>) -> Reach {
        match row.get("regions") {
            Some(Value::String(everywhere)) if everywhere == "*" => return Reach::Everywhere,
            Some(Value::Array(list)) => {
                if let Some(labels) = list.iter().map(label_of).collect::<Option<Vec<_>>>() {
                    let mut regions: Vec<u32> =
                        labels.into_iter().map(|label| self.regions.number_of(label)).collect();
                    regions.sort_unstable();
                    regions.dedup();
                    return Reach::Regions(regions);
                }
                self.fault(place, "regions must hold whole numbers or texts");
            }
            _ => self.fault(place, "regions must be \"*\" or a list of regions"),
        }
        Reach::Everywhere
    }
}

/// A region as text. A number and a text are different regions even where they look alike.
fn label_of(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        Value::String(text) => Some(format!("{text:?}")),
        _ => None,
    }
}
