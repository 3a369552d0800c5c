//! What a cell says: months, one of a list, several of a list. Everything that the download writes is read, and so is
//! what people write instead.

use chrono::NaiveDate;

use crate::kernel::{Month, month};

/// A list of words that a cell may hold, with the names that people read.
pub trait Choice: Copy + 'static {
    fn all() -> &'static [Self];
    fn word(self) -> &'static str;
    fn name(self) -> &'static str;
}

/// The names of a list, for a note or a drop-down.
pub fn names<T: Choice>() -> Vec<&'static str> {
    T::all().iter().map(|choice| choice.name()).collect()
}

/// What a draft's word is called; a word that is none stays as it is.
pub fn name_of<T: Choice>(word: &str) -> String {
    T::all().iter().find(|choice| choice.word() == word).map_or(word, |choice| choice.name()).to_owned()
}

/// The word of what a cell says: our word or its name, in any capitals.
pub fn word_of<T: Choice>(cell: &str) -> Result<String, String> {
    match find::<T>(cell) {
        Some(choice) => Ok(choice.word().to_owned()),
        None => Err(format!("“{}” is not one of: {}", short(cell), names::<T>().join("; "))),
    }
}

fn find<T: Choice>(cell: &str) -> Option<T> {
    let said = plain(cell);
    T::all().iter().copied().find(|choice| plain(choice.word()) == said || plain(choice.name()) == said)
}

/// Several names in one cell.
pub fn names_of<T: Choice>(words: &[String]) -> String {
    words.iter().map(|word| name_of::<T>(word)).collect::<Vec<_>>().join("; ")
}

/// The words of several names in one cell.
pub fn words_of<T: Choice>(cell: &str) -> Result<Vec<String>, String> {
    parts(cell, |part| find::<T>(part).is_some()).into_iter().map(|part| word_of::<T>(&part)).collect()
}

/// The parts of a cell, between semicolons, upright strokes or line breaks. A part that `is_known` as it stands may have commas
/// in it; in any other a comma parts as well.
pub fn parts(cell: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for part in cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        if is_known(part) {
            found.push(part.to_owned());
        } else {
            found.extend(part.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        }
    }
    found
}

/// A month as our forms write it, from what a spreadsheet or a person makes of it: 2027-01, January 2027, Jan-27, 01/2027,
/// or any day of it.
pub fn month(cell: &str) -> Result<String, String> {
    let found = read_month(cell);
    let message = || format!("“{}” is not a month. Write it like 2027-01 or January 2027", short(cell));
    found.map(Month::iso).ok_or_else(message)
}

/// A day as our forms keep it, from what a spreadsheet or a person makes of it: 2027-01-31, 31/01/2027, 31 January 2027.
pub fn date(cell: &str) -> Result<String, String> {
    let found = read_date(cell).map(|day| day.to_string());
    found.ok_or_else(|| format!("“{}” is not a day. Write it like 2027-01-31", short(cell)))
}

fn read_date(cell: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> =
        cell.split([' ', '-', '/', '.', ',', 'T']).filter(|part| !part.is_empty()).collect();
    let [one, month, other, ..] = *parts.as_slice() else { return None };
    let (day, whole) = if one.len() == 4 { (other, one) } else { (one, other) };
    NaiveDate::from_ymd_opt(year(whole)?, month_number(month)?, day.parse().ok()?)
}

fn read_month(cell: &str) -> Option<Month> {
    if !cell.starts_with(char::is_alphanumeric) {
        return None;
    }
    let parts: Vec<&str> = cell.split([' ', '-', '/', '.', ',']).filter(|part| !part.is_empty()).collect();
    match *parts.as_slice() {
        [one, other] => match (month_number(one), month_number(other)) {
            (Some(month), _) if one.parse::<u32>().is_err() || other.len() == 4 => {
                Month::new(year(other)?, month)
            }
            (_, Some(month)) if one.len() == 4 => Month::new(year(one)?, month),
            _ => None,
        },
        [one, month, other] => {
            let month = month_number(month)?;
            let (day, year) = if one.len() == 4 { (other, year(one)?) } else { (one, year(other)?) };
            // A time of day may follow the day, as in 2027-01-31T00:00:00.
            let digits: String = day.chars().take_while(char::is_ascii_digit).collect();
            NaiveDate::from_ymd_opt(year, month, digits.parse().ok()?).map(Month::of)
        }
        _ => None,
    }
}

fn month_number(part: &str) -> Option<u32> {
    if let Ok(number) = part.parse::<u32>() {
        return Some(number).filter(|number| part.len() <= 2 && (1..=12).contains(number));
    }
    month::number_of(part)
}

/// A year of four figures, or of two in this century.
fn year(part: &str) -> Option<i32> {
    let number: i32 = part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))?;
    match part.len() {
        4 => Some(number),
        2 => Some(2000 + number),
        _ => None,
    }
}

/// A text to compare: lower case, one space between words.
pub fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of a cell as helps to find it.
pub fn short(cell: &str) -> String {
    if cell.chars().count() <= 40 { cell.to_owned() } else { cell.chars().take(39).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy)]
    enum Standard {
        Security,
        Quality,
    }

    impl Choice for Standard {
        fn all() -> &'static [Self] {
            &[Self::Security, Self::Quality]
        }

        fn word(self) -> &'static str {
            if matches!(self, Self::Security) { "iso_27001" } else { "iso_9001" }
        }

        fn name(self) -> &'static str {
            if matches!(self, Self::Security) {
                "ISO/IEC 27001, information security"
            } else {
                "ISO 9001, quality"
            }
        }
    }

    #[test]
    fn months_read_however_they_are_written() {
        for cell in [
            "2027-01",
            "01/2027",
            "1/2027",
            "January 2027",
            "jan 2027",
            "Jan-27",
            "January, 2027",
            "2027/01",
            "01.2027",
            "2027-01-31",
            "31/01/2027",
            "1 January 2027",
            "01-Jan-27",
            "2027-01-01T00:00:00",
        ] {
            assert_eq!(month(cell), Ok("2027-01".to_owned()), "{cell}");
        }
        assert_eq!(month("Sept 2027"), Ok("2027-09".to_owned()));
        for cell in [
            "2027",
            "13/2027",
            "01/27",
            "soon",
            "31/02/2027",
            "46388",
            "ja 2027",
            "-1/2027",
            "",
            "2027-1-1-1",
        ] {
            assert!(month(cell).is_err(), "{cell} was taken");
        }
        assert_eq!(
            month("soon").unwrap_err(),
            "“soon” is not a month. Write it like 2027-01 or January 2027"
        );
    }

    #[test]
    fn one_of_a_list_is_its_word_or_its_name() {
        assert_eq!(word_of::<Standard>("ISO_9001").unwrap(), "iso_9001");
        assert_eq!(word_of::<Standard>(" iso 9001,  Quality").unwrap(), "iso_9001");
        assert_eq!(
            word_of::<Standard>("gold").unwrap_err(),
            "“gold” is not one of: ISO/IEC 27001, information security; ISO 9001, quality"
        );
    }

    #[test]
    fn several_of_a_list_are_written_and_read_alike() {
        let words = ["iso_27001", "iso_9001"].map(str::to_owned).to_vec();

        let cell = names_of::<Standard>(&words);

        assert_eq!(cell, "ISO/IEC 27001, information security; ISO 9001, quality");
        assert_eq!(words_of::<Standard>(&cell), Ok(words.clone()));
        assert_eq!(words_of::<Standard>("iso_27001, iso_9001"), Ok(words));
    }
}
