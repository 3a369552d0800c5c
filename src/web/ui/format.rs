//! Amounts, dates and counts as people read them.

use std::fmt::Display;

use chrono::NaiveDate;

use crate::kernel::{Month, Pence, Quantity};

/// "£1,234.56".
pub fn money(amount: Pence) -> String {
    amount.to_string()
}

/// "£1,234.56" from whole pence, for the axis of a chart.
pub fn money_from_pence(pence: i64) -> String {
    money(Pence::from_i64(pence))
}

/// "1,234.5".
pub fn quantity(quantity: Quantity) -> String {
    quantity.to_string()
}

/// A share in hundredths of a per cent: 9950 is "99.5%", 10000 is "100%".
pub fn percent(basis_points: i64) -> String {
    let sign = if basis_points < 0 { "−" } else { "" };
    let (whole, part) = (basis_points.unsigned_abs() / 100, basis_points.unsigned_abs() % 100);
    match (part, part % 10) {
        (0, _) => format!("{sign}{whole}%"),
        (_, 0) => format!("{sign}{whole}.{}%", part / 10),
        _ => format!("{sign}{whole}.{part:02}%"),
    }
}

/// "4 November 2026".
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "4 Nov 2026".
pub fn date_short(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// "October 2026".
pub fn month(month: Month) -> String {
    month.to_string()
}

/// "1 offer", "1,200 offers".
pub fn plural(count: impl Display, one: &str, many: &str) -> String {
    let count = count.to_string();
    let noun = if count == "1" { one } else { many };
    format!("{} {noun}", thousands(count))
}

/// A whole number with commas: "12,345".
pub fn thousands(count: impl Display) -> String {
    let count = count.to_string();
    let (sign, digits) = count.strip_prefix('-').map_or(("", count.as_str()), |digits| ("−", digits));
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    format!("{sign}{}", groups.join(","))
}

/// The size of a file: "12 KB", "3.4 MB". Never nothing, for a file is never nothing.
pub fn file_size(bytes: i64) -> String {
    const KIB: i64 = 1024;
    if bytes < KIB * KIB {
        return format!("{} KB", (bytes / KIB).max(1));
    }
    let tenths = bytes / (KIB * KIB / 10);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_shows_no_more_places_than_it_has() {
        assert_eq!(percent(9950), "99.5%");
        assert_eq!(percent(9955), "99.55%");
        assert_eq!(percent(9905), "99.05%");
        assert_eq!(percent(10_000), "100%");
        assert_eq!(percent(-150), "−1.5%");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(plural(0, "offer", "offers"), "0 offers");
        assert_eq!(plural(1, "offer", "offers"), "1 offer");
        assert_eq!(plural(12_345, "offer", "offers"), "12,345 offers");
        assert_eq!(thousands(-1_234_567), "−1,234,567");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn a_day_is_written_without_a_leading_nought() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 4).unwrap();

        assert_eq!(date(day), "4 November 2026");
        assert_eq!(date_short(day), "4 Nov 2026");
    }
}
