//! How much an offer has, in a few words that hold for every month.

use super::content::OfferContent;
use super::draft::{OfferDraft, Season};
use super::season;
use crate::kernel::{Month, Quantity};

/// "4,000"; "6 to 14" where every month differs; "0 to 100, usually 100" where only some do.
pub fn a_month(content: &OfferContent) -> String {
    let months = content.first_month.through(content.last_month);
    range(content.quantity_per_month, months.map(|month| content.quantity_in(month)))
}

/// The same of a draft, as far as its quantities can be read; the text that was typed where they cannot.
pub fn typed_a_month(draft: &OfferDraft) -> String {
    let typed = &draft.quantity_per_month;
    let quantity = |raw: &str| Quantity::parse("quantity", raw).ok();
    let Some(usual) = quantity(typed) else { return typed.clone() };
    let dates = draft.first_month.parse::<Month>().ok().zip(draft.last_month.parse::<Month>().ok());
    match dates.filter(|(first, last)| first <= last && draft.season == Season::Differs.as_str()) {
        Some((first, last)) => {
            let lines = season::lines(draft, first, last);
            range(usual, lines.iter().filter_map(|line| quantity(&line.quantity)))
        }
        None => usual.to_string(),
    }
}

fn range(usual: Quantity, months: impl Iterator<Item = Quantity>) -> String {
    let months: Vec<Quantity> = months.collect();
    let (Some(least), Some(most)) = (months.iter().min(), months.iter().max()) else {
        return usual.to_string();
    };
    let words = between((*least, *most));
    if least < most && months.contains(&usual) { format!("{words}, usually {usual}") } else { words }
}

/// "6 to 14", or "14" where that is both the least and the most.
pub fn between((least, most): (Quantity, Quantity)) -> String {
    if least == most { most.to_string() } else { format!("{least} to {most}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(usual: u32, months: &[u32]) -> String {
        range(Quantity::from_whole(usual), months.iter().copied().map(Quantity::from_whole))
    }

    #[test]
    fn a_quantity_that_no_month_has_is_never_said() {
        assert_eq!(words(12, &[6, 9, 14]), "6 to 14");
        assert_eq!(words(12, &[9, 9, 9]), "9");
        assert_eq!(words(100, &[100, 0, 100]), "0 to 100, usually 100");
        assert_eq!(words(4_000, &[4_000, 4_000]), "4,000");
    }
}
