//! Which column of a file holds what. A heading that this body has used before means what it meant then; any other is
//! guessed from our own headings and from the words people use for them.

use std::collections::BTreeMap;

use crate::kernel::{FieldError, FieldErrors, text};

/// What is known of one of our columns when headings are compared with it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub key: &'static str,
    pub heading: &'static str,
    /// Other headings that mean the same, in lower case.
    pub also: &'static [&'static str],
    pub is_needed: bool,
}

/// The column of the file, counted from 0, that each of our columns is read from, by its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Mapping(BTreeMap<String, usize>);

/// A heading in the shape in which it is remembered, whatever its capitals and signs.
pub fn heading_words(heading: &str) -> String {
    text::words(heading).join(" ")
}

impl Mapping {
    /// The column of the file for one of ours.
    pub fn column_of(&self, key: &str) -> Option<usize> {
        self.0.get(key).copied()
    }

    /// What a column of the file holds.
    pub fn key_of(&self, column: usize) -> Option<&str> {
        self.0.iter().find(|(_, place)| **place == column).map(|(key, _)| key.as_str())
    }

    /// The best guess for a file with these headings. `remembered` says what a heading meant before: the key of a column,
    /// or nothing for one that was left out.
    pub fn guess(headings: &[String], known: &[Known], remembered: &BTreeMap<String, String>) -> Self {
        let headings: Vec<String> = headings.iter().map(|heading| heading_words(heading)).collect();
        let mut found = BTreeMap::new();
        let mut free: Vec<usize> = (0..headings.len()).collect();
        for (place, heading) in headings.iter().enumerate() {
            let Some(key) = remembered.get(heading) else { continue };
            free.retain(|other| *other != place);
            if known.iter().any(|column| column.key == key) && !found.contains_key(key) {
                found.insert(key.clone(), place);
            }
        }
        for fits in [is_our_heading, is_another_name] {
            for column in known {
                if found.contains_key(column.key) {
                    continue;
                }
                let fitting =
                    |place: &usize| headings.get(*place).is_some_and(|heading| fits(column, heading));
                if let Some(place) = free.iter().copied().find(fitting) {
                    free.retain(|other| *other != place);
                    found.insert(column.key.to_owned(), place);
                }
            }
        }
        Self(found)
    }

    /// What a person chose: for each column of the file the key of ours, or nothing to leave it out. Mistakes are told
    /// under the name that `field` gives a column.
    pub fn parse(
        chosen: &[String],
        known: &[Known],
        field: impl Fn(usize) -> String,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (place, key) in chosen.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            match known.iter().find(|column| column.key == key) {
                None => errors.push(FieldError::unknown(field(place), "Choose from the list")),
                Some(column) if found.contains_key(key) => {
                    let message =
                        format!("Another column holds “{}” already. Leave one of them out", column.heading);
                    errors.push(FieldError::invalid(field(place), message));
                }
                Some(_) => drop(found.insert(key.clone(), place)),
            }
        }
        let free = chosen.iter().position(String::is_empty).unwrap_or(0);
        for column in known.iter().filter(|column| column.is_needed && !found.contains_key(column.key)) {
            let message = format!("Choose the column that holds “{}”", column.heading);
            errors.push(FieldError::required(field(free), message));
        }
        errors.finish(Some(Self(found)))
    }

    /// What a program sent: the file's own heading for each of our keys.
    pub fn of_headings(
        chosen: &BTreeMap<String, String>,
        headings: &[String],
        known: &[Known],
        field: &str,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut keys = vec![String::new(); headings.len()];
        for (key, heading) in chosen {
            let found = headings.iter().position(|other| heading_words(other) == heading_words(heading));
            let message = match found.and_then(|place| keys.get_mut(place)) {
                Some(slot) if slot.is_empty() => {
                    slot.clone_from(key);
                    continue;
                }
                Some(_) => format!("“{heading}” can hold one thing alone"),
                None => format!("This file has no column with the heading “{heading}”"),
            };
            errors.push(FieldError::unknown(field, message));
        }
        match (errors.is_empty(), Self::parse(&keys, known, |_| field.to_owned())) {
            (true, parsed) => parsed,
            (false, _) => Err(errors),
        }
    }

    /// The needed columns that nothing was found for.
    pub fn missing(&self, known: &[Known]) -> Vec<&'static str> {
        let missing = known.iter().filter(|column| column.is_needed && !self.0.contains_key(column.key));
        missing.map(|column| column.heading).collect()
    }
}

fn is_our_heading(column: &Known, heading: &str) -> bool {
    heading_words(column.heading) == heading || heading_words(column.key) == heading
}

fn is_another_name(column: &Known, heading: &str) -> bool {
    column.also.contains(&heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Known; 3] = [
        Known { key: "title", heading: "Title", also: &["name"], is_needed: true },
        Known { key: "price", heading: "Price in pounds", also: &["cost", "rate"], is_needed: false },
        Known { key: "service", heading: "Service", also: &[], is_needed: true },
    ];

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    fn remembered(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(heading, key)| ((*heading).to_owned(), (*key).to_owned())).collect()
    }

    #[test]
    fn headings_are_guessed_from_ours_then_from_other_names() {
        let headings = texts(&["Name", "SERVICE:", "Title", "Cost (£)", "Cost centre"]);

        let mapping = Mapping::guess(&headings, &KNOWN, &BTreeMap::new());

        assert_eq!((mapping.column_of("title"), mapping.column_of("service")), (Some(2), Some(1)));
        assert_eq!(mapping.key_of(3), Some("price"));
        assert_eq!(mapping.key_of(4), None, "more words than the other name has");
        assert_eq!(mapping.key_of(0), None, "the title is found already");
        assert_eq!(mapping.missing(&KNOWN), Vec::<&str>::new());
    }

    #[test]
    fn a_heading_means_what_it_meant_before() {
        let headings = texts(&["Title", "Cost (£)", "Our words"]);
        let before =
            remembered(&[("our words", "title"), ("title", ""), ("cost", "price"), ("gone", "price")]);

        let mapping = Mapping::guess(&headings, &KNOWN, &before);

        assert_eq!(mapping.column_of("title"), Some(2));
        assert_eq!(mapping.column_of("price"), Some(1));
        assert_eq!(mapping.missing(&KNOWN), ["Service"]);
    }

    #[test]
    fn every_mistake_in_a_choice_is_told() {
        let errors = Mapping::parse(&texts(&["title", "title", "", "colour"]), &KNOWN, |place| {
            format!("column_{place}")
        });

        insta::assert_snapshot!(
            errors.unwrap_err().0.iter().map(|error| format!("{}: {}", error.field, error.message)).collect::<Vec<_>>().join("\n"),
            @"
        column_1: Another column holds “Title” already. Leave one of them out
        column_3: Choose from the list
        column_2: Choose the column that holds “Service”
        "
        );
    }

    #[test]
    fn a_program_names_headings() {
        let headings = texts(&["Was wir haben", "Dienst"]);
        let chosen = remembered(&[("title", "was wir haben"), ("service", "Dienst")]);

        let mapping = Mapping::of_headings(&chosen, &headings, &KNOWN, "columns").unwrap();

        assert_eq!(mapping.column_of("service"), Some(1));
        for wrong in [&[("title", "nowhere")][..], &[("title", "Dienst"), ("service", "Dienst")]] {
            assert!(Mapping::of_headings(&remembered(wrong), &headings, &KNOWN, "columns").is_err());
        }
    }
}
