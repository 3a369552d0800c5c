//! Opening hours as people type them, a day at a time: "9am to 5pm", "09:00 to 12:30, 13:30 to 17:00", "all day". What is
//! written out can be typed back.

use super::{CalendarError, DayHours, Frame, MinuteOfDay};

/// What stands for a day without a break from midnight to midnight.
const ALL_DAY: &str = "all day";

impl DayHours {
    /// Reads one day. Nothing at all means closed.
    pub fn read_typed(raw: &str) -> Result<Self, CalendarError> {
        let text = raw.trim().to_lowercase().replace(['–', '—'], "-").replace(" and ", ", ");
        match text.as_str() {
            "" | "closed" | "-" => return Ok(Self::closed()),
            ALL_DAY | "all hours" | "24 hours" => return Ok(Self::all_hours()),
            _ => {}
        }
        let frames = text.split([',', ';']).filter(|part| !part.trim().is_empty()).map(frame);
        Self::new(frames.collect::<Result<_, _>>()?)
    }

    /// The day as somebody would have typed it.
    pub fn typed(&self) -> String {
        if *self == Self::all_hours() {
            return ALL_DAY.to_owned();
        }
        let frames = self.frames().iter().map(|Frame(opens, closes)| format!("{opens} to {closes}"));
        frames.collect::<Vec<_>>().join(", ")
    }
}

fn frame(part: &str) -> Result<Frame, CalendarError> {
    let ends = part.split_once(" to ").or_else(|| part.split_once('-'));
    let (opens, closes) = ends.ok_or(CalendarError::NotATime)?;
    let closes = time(closes)?;
    // Midnight is where a day begins, and where it ends.
    let closes = if closes == MinuteOfDay::START { MinuteOfDay::END } else { closes };
    Ok(Frame(time(opens)?, closes))
}

/// `9`, `9am`, `9:30`, `9.30am`, `17:30`, `midday`, `midnight`.
fn time(raw: &str) -> Result<MinuteOfDay, CalendarError> {
    let text = raw.trim();
    match text {
        "midnight" => return Ok(MinuteOfDay::START),
        "midday" | "noon" => return MinuteOfDay::new(12, 0).ok_or(CalendarError::NotATime),
        _ => {}
    }
    let morning = text.strip_suffix("am").map(|clock| (clock, 0));
    let half = morning.or_else(|| text.strip_suffix("pm").map(|clock| (clock, 12)));
    let clock = half.map_or(text, |(clock, _)| clock.trim_end());
    let (hour, minute) = clock.split_once([':', '.']).unwrap_or((clock, "00"));
    let number = |digits: &str, fits: std::ops::RangeInclusive<usize>| {
        let is_number = fits.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let parts = number(hour, 1..=2).zip(number(minute, 2..=2));
    let (hour, minute) = parts.ok_or(CalendarError::NotATime)?;
    let hour = match half {
        None => hour,
        Some((_, later)) if (1..=12).contains(&hour) => hour % 12 + later,
        Some(_) => return Err(CalendarError::NotATime),
    };
    MinuteOfDay::new(hour, minute).ok_or(CalendarError::NotATime)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = |raw| DayHours::read_typed(raw).map(|day| day.typed()).map_err(|flaw| flaw.to_string());
        let table: Vec<String> = [
            "9am to 5pm",
            "9:00-17:00",
            "9.30am – 12.30pm and 1.30pm to 5pm",
            "08:00 to midday, 13:00 to midnight",
            "12am to 12pm",
            " Closed ",
            "All day",
            "24 hours",
        ]
        .map(|raw| format!("{raw} = {}", read(raw).unwrap()))
        .to_vec();

        insta::assert_snapshot!(table.join("\n"), @"
        9am to 5pm = 09:00 to 17:00
        9:00-17:00 = 09:00 to 17:00
        9.30am – 12.30pm and 1.30pm to 5pm = 09:30 to 12:30, 13:30 to 17:00
        08:00 to midday, 13:00 to midnight = 08:00 to 12:00, 13:00 to 24:00
        12am to 12pm = 00:00 to 12:00
         Closed  = 
        All day = all day
        24 hours = all day
        ");
        for raw in
            ["9", "9 to", "nine to five", "9 to 5", "13pm to 14pm", "9:5 to 17:00", "9 to 12, 11 to 17"]
        {
            assert!(read(raw).is_err(), "{raw} was taken");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_out_can_be_typed_back(minutes in proptest::collection::btree_set(0_u16..=1440, 0..12)) {
            let minutes: Vec<u16> = minutes.into_iter().collect();
            let time = |minute: u16| MinuteOfDay::new(minute / 60, minute % 60).unwrap();
            let frames = minutes.chunks_exact(2).map(|pair| Frame(time(pair[0]), time(pair[1])));
            let day = DayHours::new(frames.collect()).unwrap();

            prop_assert_eq!(DayHours::read_typed(&day.typed()), Ok(day));
        }

        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            let _ = DayHours::read_typed(&raw);
        }
    }
}
