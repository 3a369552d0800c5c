//! The two shapes of what is traded: so many units a month, or a whole service run for another body.

use crate::kernel::{FieldError, Quantity, text, text_enum, unit};

text_enum! {
    /// Whether units are counted or a service is handed over as a whole.
    pub enum Shape {
        Capacity = "capacity",
        WholeService = "whole_service",
    }
}

impl Shape {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Capacity => "Capacity by unit",
            Self::WholeService => "A whole service",
        }
    }
}

/// The unit of a whole service: one of it, every month.
pub const WHOLE_SERVICE_UNIT: &str = "service";

/// What capacity is counted in, as somebody typed it: anything but what whole services are counted in.
pub fn parse_unit(field: &str, raw: &str) -> Result<String, FieldError> {
    let typed = text::required_line(field, raw, "the unit you count in", 40)?;
    let small = typed.to_lowercase();
    if small == WHOLE_SERVICE_UNIT || small == unit::plural(WHOLE_SERVICE_UNIT) {
        let message = "“service” stands for a whole service that is run for another body. Name what you count, such as \
                       payslip or hour, or choose a whole service instead";
        return Err(FieldError::invalid(field, message));
    }
    Ok(typed)
}

/// "Room for 2 more bodies", in the middle of a sentence.
pub fn room(bodies: Quantity) -> String {
    if bodies == Quantity::from_whole(1) {
        "room for 1 more body".to_owned()
    } else {
        format!("room for {bodies} more bodies")
    }
}

/// How much is free at most: "up to 40 payslips", "room for 2 more bodies" of a whole service.
pub fn free_in_words(free: Quantity, unit: &str) -> String {
    match unit {
        WHOLE_SERVICE_UNIT => room(free),
        _ => format!("up to {}", unit::counted(free, unit)),
    }
}

/// How much is listed: "40 payslips a month", "room for 2 more bodies".
pub fn listed_a_month(quantity: Quantity, unit: &str) -> String {
    match unit {
        WHOLE_SERVICE_UNIT => free_in_words(quantity, unit),
        _ => format!("{} a month", unit::counted(quantity, unit)),
    }
}

/// How much is free a month: "up to 40 payslips free a month".
pub fn free_a_month(free: Quantity, unit: &str) -> String {
    let words = free_in_words(free, unit);
    if unit == WHOLE_SERVICE_UNIT { words } else { format!("{words} free a month") }
}

text_enum! {
    /// What the size of a body is measured by.
    pub enum SizeMeasure {
        Staff = "staff",
        Users = "users",
        Sites = "sites",
    }
}

impl SizeMeasure {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Staff => "Members of staff",
            Self::Users => "Users",
            Self::Sites => "Sites",
        }
    }

    /// What a number of them is called.
    pub const fn counted(self, count: u32) -> &'static str {
        match (self, count) {
            (Self::Staff, 1) => "member of staff",
            (Self::Staff, _) => "members of staff",
            (Self::Users, 1) => "user",
            (Self::Users, _) => "users",
            (Self::Sites, 1) => "site",
            (Self::Sites, _) => "sites",
        }
    }
}

/// How large what is to be served is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Size {
    pub measure: SizeMeasure,
    pub count: u32,
}

/// The largest size that can be named: more than anybody in the country employs.
pub const MOST_SIZE: u32 = 5_000_000;

impl Size {
    /// "1,200 members of staff".
    pub fn describe(self) -> String {
        format!("{} {}", Quantity::from_whole(self.count), self.measure.counted(self.count))
    }
}

/// A whole number of people or places, more than none.
pub fn parse_count(field: &str, raw: &str) -> Result<u32, FieldError> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(FieldError::required(field, "Enter how many"));
    }
    let count = raw.replace(',', "").parse::<u32>().ok().filter(|count| (1..=MOST_SIZE).contains(count));
    count.ok_or_else(|| FieldError::out_of_range(field, "Enter a whole number, 1 to 5,000,000"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_reads_as_people_say_it() {
        let size = Size { measure: SizeMeasure::Staff, count: parse_count("size", " 1,200 ").unwrap() };

        assert_eq!(size.describe(), "1,200 members of staff");
    }

    #[test]
    fn what_is_free_of_a_whole_service_is_room_for_bodies() {
        let free = |units, unit| free_a_month(Quantity::from_whole(units), unit);

        assert_eq!(free(40, "payslip"), "up to 40 payslips free a month");
        assert_eq!(free(1, WHOLE_SERVICE_UNIT), "room for 1 more body");
        assert_eq!(free(2, WHOLE_SERVICE_UNIT), "room for 2 more bodies");
    }

    #[test]
    fn a_size_is_a_whole_number_of_something() {
        for raw in ["", "0", "-3", "2.5", "many", "5000001"] {
            assert!(parse_count("size", raw).is_err(), "{raw:?} was taken");
        }
    }
}
