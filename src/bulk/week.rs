//! The hours of a week in one cell: "Monday to Friday 08:30 to 17:00; Saturday 9am to midday".

use super::cells;
use crate::catalogue::hours::DAYS;

/// The days that have hours, those next to each other with the same hours together.
pub(super) fn written(week: &[String]) -> String {
    let days: Vec<(&str, &str)> = DAYS.iter().copied().zip(week.iter().map(|hours| hours.trim())).collect();
    let runs = days.chunk_by(|(_, one), (_, next)| one == next).filter_map(|run| {
        let ((first, hours), (last, _)) = (*run.first()?, *run.last()?);
        let days = if first == last { first.to_owned() } else { format!("{first} to {last}") };
        (!hours.is_empty()).then(|| format!("{days} {hours}"))
    });
    runs.collect::<Vec<_>>().join("; ")
}

/// The hours of each day, Monday first.
pub(super) fn read(cell: &str) -> Result<Vec<String>, String> {
    let mut week = vec![String::new(); DAYS.len()];
    for part in cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, rest) = day(part).ok_or_else(|| not_a_day(part))?;
        let last = ["to ", "-", "–"].iter().find_map(|sign| rest.strip_prefix(sign)).map(str::trim_start);
        let (last, hours) = match last.and_then(day) {
            Some((last, hours)) => (last, hours),
            None => (first, rest),
        };
        for slot in week.iter_mut().take(last + 1).skip(first) {
            hours.clone_into(slot);
        }
    }
    Ok(week)
}

/// The day that a text begins with, in full or by its first three letters, and what follows it.
fn day(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let word = word.to_lowercase();
    let place = DAYS.iter().position(|day| word.len() >= 3 && day.to_lowercase().starts_with(&word))?;
    Some((place, rest.trim_start_matches([' ', ':', '.', '='])))
}

fn not_a_day(part: &str) -> String {
    format!(
        "“{}” does not begin with a day. Write it like Monday to Friday 09:00 to 17:00",
        cells::short(part)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_as_people_write_it_and_written_as_it_is_read() {
        let week = read("Mon-Fri 08:30 to 12:00, 13:00 to 17:00; saturday: 9am to midday").unwrap();

        assert_eq!(week[4], "08:30 to 12:00, 13:00 to 17:00");
        assert_eq!((week[5].as_str(), week[6].as_str()), ("9am to midday", ""));
        let written = written(&week);
        assert_eq!(written, "Monday to Friday 08:30 to 12:00, 13:00 to 17:00; Saturday 9am to midday");
        assert_eq!(read(&written), Ok(week));
        assert!(read("09:00 to 17:00").unwrap_err().contains("does not begin with a day"));
        assert_eq!(read("Tuesday to Thursday 9am to 4pm").unwrap()[3], "9am to 4pm");
    }
}
