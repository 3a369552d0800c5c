//! Who may see an offer, in words for its owner.

use chrono::NaiveDate;

use crate::catalogue::audience::{Audience, AudienceKind, Opening};
use crate::catalogue::draft::{OfferDraft, Step};
use crate::kernel::london;
use crate::web::listings::{Term, term};
use crate::web::ui::read_date;

/// What was typed so far.
pub(super) fn typed(draft: &OfferDraft) -> Vec<Term<Step>> {
    let is_stepped = draft.audience == AudienceKind::Steps.as_str();
    let kind = if is_stepped { AudienceKind::Steps } else { AudienceKind::Everyone };
    let mut terms = vec![term(Step::Audience, "Who may see it", kind.label())];
    if is_stepped {
        let day = |raw: &str| read_date(raw).map_or_else(|| raw.to_owned(), london::long_date);
        let partners: Vec<&str> = draft
            .partners
            .iter()
            .map(|partner| partner.body.as_ref().map_or(partner.typed.as_str(), |body| body.name.as_str()))
            .collect();
        terms.push(term(Step::Opening, "Partners", partners.join(", ")));
        terms.push(term(Step::Opening, "Partners see it from", day(&draft.partners_from)));
        terms.push(term(Step::Opening, "Every body sees it from", day(&draft.bodies_from)));
        terms.push(term(Step::Opening, "Everybody sees it from", day(&draft.public_from)));
    }
    terms
}

/// Who sees an offer that is published today, and who will see it later; short enough to be said once on the next page.
pub(super) fn published(audience: &Audience, today: NaiveDate) -> String {
    let Some(Opening { partners, partners_from, bodies_from, public_from }) = audience.steps() else {
        return "Your offer is in the catalogue. Everybody can see it now".to_owned();
    };
    let named = match partners.len() {
        1 => "the partner you named".to_owned(),
        count => format!("the {count} partners you named"),
    };
    let circles = [(named.as_str(), partners_from), ("every body", bodies_from), ("everybody", public_from)];
    let mut now = vec!["your own body"];
    let mut later = Vec::new();
    for (who, day) in circles {
        match day {
            Some(day) if *day <= today => now.push(who),
            Some(day) => later.push(format!("{who} from {}", london::long_date(*day))),
            None => {}
        }
    }
    if public_from.is_none() {
        later.push("the public never".to_owned());
    }
    // Who sees it last takes in all the others.
    let now = now.last().filter(|_| now.len() > 2).map_or_else(|| now.join(" and "), |all| (*all).to_owned());
    let is_seen =
        if public_from.is_some_and(|day| day <= today) { "is in the catalogue" } else { "is published" };
    let later = if later.is_empty() { String::new() } else { format!("; {}", later.join("; ")) };
    format!("Your offer {is_seen}. Seen now by {now}{later}")
}

/// "Northmoor NHS Trust from 1 December 2026; every body from 15 December 2026; not the public."
pub(super) fn sentence(audience: &Audience) -> Option<String> {
    let Opening { partners, partners_from, bodies_from, public_from } = audience.steps()?;
    let names: Vec<&str> = partners.iter().map(|body| body.name.as_str()).collect();
    let from =
        |who: &str, day: &Option<NaiveDate>| day.map(|day| format!("{who} from {}", london::long_date(day)));
    let mut circles: Vec<String> = from(&names.join(", "), partners_from).into_iter().collect();
    circles.extend(from("every body", bodies_from));
    circles.push(from("everybody", public_from).unwrap_or_else(|| "not the public".to_owned()));
    Some(circles.join("; "))
}
