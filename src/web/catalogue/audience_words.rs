//! Who may see an offer or a need, in words for its owner.

use chrono::NaiveDate;

use crate::catalogue::audience::{Audience, AudienceKind, Opening};
use crate::catalogue::typed_audience::{TypedAudience, TypedPartner};
use crate::kernel::london;
use crate::web::listings::{Term, term};
use crate::web::ui::read_date;

/// What was typed so far, each with the page on which it can be changed: that of the audience, or that of the opening.
pub(in crate::web) fn typed<S: Copy>(draft: &TypedAudience, (audience, opening): (S, S)) -> Vec<Term<S>> {
    let kind = if draft.is_stepped() { AudienceKind::Steps } else { AudienceKind::Everyone };
    let mut terms = vec![term(audience, "Who may see it", kind.label())];
    if draft.is_stepped() {
        let day = |raw: &str| read_date(raw).map_or_else(|| raw.to_owned(), london::long_date);
        let partners: Vec<&str> = draft.partners.iter().map(TypedPartner::name).collect();
        terms.push(term(opening, "Partners", partners.join(", ")));
        terms.push(term(opening, "Partners see it from", day(&draft.partners_from)));
        terms.push(term(opening, "Every body sees it from", day(&draft.bodies_from)));
        terms.push(term(opening, "Everybody sees it from", day(&draft.public_from)));
    }
    terms
}

/// "Northmoor NHS Trust from 1 December 2026; every body from 15 December 2026; not the public."
pub(in crate::web) fn sentence(audience: &Audience) -> Option<String> {
    let Opening { partners, partners_from, bodies_from, public_from } = audience.steps()?;
    let names: Vec<&str> = partners.iter().map(|body| body.name.as_str()).collect();
    let from =
        |who: &str, day: &Option<NaiveDate>| day.map(|day| format!("{who} from {}", london::long_date(day)));
    let mut circles: Vec<String> = from(&names.join(", "), partners_from).into_iter().collect();
    circles.extend(from("every body", bodies_from));
    circles.push(from("everybody", public_from).unwrap_or_else(|| "not the public".to_owned()));
    Some(circles.join("; "))
}
