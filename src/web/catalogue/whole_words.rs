//! What an offer to run a whole service says, in words.

use crate::catalogue::draft::{OfferDraft, Step, TypedBand};
use crate::catalogue::shape::{Size, SizeMeasure, parse_count};
use crate::catalogue::whole::WholeService;
use crate::kernel::Rate;
use crate::web::listings::{Term, term};

/// Everything it says; empty words where units are offered.
pub(super) fn terms(whole: Option<&WholeService>) -> Vec<Term<Step>> {
    let said = |say: &dyn Fn(&WholeService) -> String| whole.map(say).unwrap_or_default();
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        term(Step::Scope, "Belongs to it", said(&|whole| whole.includes.clone())),
        term(Step::Scope, "Stays with the other body", said(&|whole| optional(&whole.excludes))),
        term(Step::Scope, "The other body gives up", said(&|whole| optional(&whole.gives_up))),
        term(Step::Sizes, "Prices by size", said(&sizes)),
        term(Step::Handover, "Taking it over lasts", said(&|whole| weeks(whole.transition_weeks))),
        term(Step::Handover, "Help with that", said(&|whole| optional(&whole.transition_help))),
        term(Step::Handover, "How it could come back", said(&|whole| whole.way_back.clone())),
        term(
            Step::Handover,
            "Coming back costs at most",
            said(&|whole| whole.way_back_cost.map(|cost| cost.to_string()).unwrap_or_default()),
        ),
    ]
}

/// "Up to 250 members of staff: £9,000.00 a month; up to …"
pub(super) fn sizes(whole: &WholeService) -> String {
    let band = |band| format!("{}: {} a month", whole.in_words(band), band.price);
    whole.bands.iter().map(band).collect::<Vec<_>>().join("; ")
}

/// What was typed so far.
pub(super) fn typed(draft: &OfferDraft) -> Vec<Term<Step>> {
    let measure = draft.measure.parse::<SizeMeasure>().ok();
    let size = |raw: &str| {
        let size = parse_count("size", raw).ok().zip(measure).map(|(count, measure)| Size { measure, count });
        size.map_or_else(|| raw.to_owned(), Size::describe)
    };
    let price =
        |raw: &str| Rate::parse("price", raw).map_or_else(|_| raw.to_owned(), |rate| rate.to_string());
    let band = |band: &TypedBand| {
        (!band.up_to.is_empty())
            .then(|| format!("Up to {}: {} a month", size(&band.up_to), price(&band.price)))
    };
    let sizes: Vec<String> = draft.bands.iter().filter_map(band).collect();
    let lasts = draft.transition_weeks.trim().parse().map_or_else(|_| draft.transition_weeks.clone(), weeks);
    vec![
        term(Step::Scope, "Belongs to it", draft.includes.as_str()),
        term(Step::Scope, "Stays with the other body", draft.excludes.as_str()),
        term(Step::Scope, "The other body gives up", draft.gives_up.as_str()),
        term(Step::Sizes, "Prices by size", sizes.join("; ")),
        term(Step::Handover, "Taking it over lasts", lasts),
        term(Step::Handover, "Help with that", draft.transition_help.as_str()),
        term(Step::Handover, "How it could come back", draft.way_back.as_str()),
        term(Step::Handover, "Coming back costs at most", price(&draft.way_back_cost)),
    ]
}

fn weeks(count: u16) -> String {
    match count {
        0 => "No time".to_owned(),
        1 => "1 week".to_owned(),
        count => format!("{count} weeks"),
    }
}
