//! Whom a search is for, and what follows from it: where distances are measured from, whose reach is asked for, and what
//! is assumed of their VAT. The address says; what it does not say, the reader's own body does.

use super::find_query::{FindQuery, SaidOfVat};
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::price_for_me::{VatAssumptions, VatProfile};
use crate::catalogue::reader::usual_profile;
use crate::catalogue::shelf::{Shelf, ShelfBody};
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};

/// A search, with everything that follows from whom it is for.
#[derive(Clone, Debug)]
pub(in crate::web) struct Asked {
    pub(in crate::web) filter: CatalogueFilter,
    pub(in crate::web) errors: FieldErrors,
    /// The body that the search is for.
    pub(super) near: Option<ShelfBody>,
    /// Whether that is the reader's own.
    pub(super) is_own: bool,
    /// The reader's own body.
    pub(super) own: Option<BodyId>,
    /// Whether the profile was chosen; else it is assumed of the body's kind.
    pub(super) is_profile_chosen: bool,
}

impl FindQuery {
    /// What is asked for, by somebody of `own` or by a visitor.
    pub(in crate::web) fn asked(&self, catalogue: &Shelf, own: Option<BodyId>) -> Asked {
        let (mut filter, mut errors) = self.filter();
        let vat = self.vat(&mut errors);
        let named = filter.near.map(|id| (id, catalogue.body(id)));
        if let Some((_, None)) = named {
            errors.push(FieldError::unknown("near", "There is no body with this id"));
        }
        leave_out_unknown((&mut filter.families, &mut filter.service), catalogue, &mut errors);
        let near = named.and_then(|(_, body)| body).or_else(|| catalogue.body(own?)).cloned();
        filter.near = near.as_ref().map(|body| body.id);
        filter.vat = assumptions(vat, near.as_ref());
        let by_distance = filter.within.is_some() || filter.sort == Some(Sort::Distance);
        check_near((by_distance, filter.reaching.is_some()), near.as_ref(), &mut errors);
        if filter.sort == Some(Sort::PriceForMe) && filter.vat.is_none() {
            let message = "Say how much VAT you recover, so that prices can be compared for you";
            errors.push(FieldError::required("vat_profile", message));
        }
        Asked {
            is_own: near.as_ref().is_some_and(|body| Some(body.id) == own),
            own,
            is_profile_chosen: vat.profile.is_some() || vat.recovered.is_some(),
            filter,
            errors,
            near,
        }
    }
}

impl Asked {
    /// The same search as it has to be put to find the same for everybody.
    pub(in crate::web) fn for_everybody(&self, query: &FindQuery) -> FindQuery {
        let (filter, mut query) = (&self.filter, query.clone());
        let from_somewhere =
            filter.within.is_some() || filter.reaching.is_some() || filter.sort == Some(Sort::Distance);
        if let Some(near) = self.near.as_ref().filter(|_| from_somewhere) {
            query.near = near.id.to_string();
        }
        if let Some(vat) = filter.vat.filter(|_| filter.sort == Some(Sort::PriceForMe)) {
            vat.profile.as_str().clone_into(&mut query.vat_profile);
        }
        query
    }
}

/// What is assumed: what was said, else what is usual for the kind of body. Nothing of somebody who is not known.
fn assumptions(said: SaidOfVat, near: Option<&ShelfBody>) -> Option<VatAssumptions> {
    let SaidOfVat { profile, heading, recovered, unstated } = said;
    let usual = near.map(|body| usual_profile(body.kind));
    // Whoever says how much they recover has said what counts.
    let told = recovered.map(|_| VatProfile::Partial);
    let usual =
        VatAssumptions::of(profile.or(usual).or(told)?).under(heading.filter(|_| recovered.is_none()));
    Some(VatAssumptions {
        recovered: recovered.unwrap_or(usual.recovered),
        unstated: unstated.unwrap_or(usual.unstated),
        ..usual
    })
}

/// Distances need a place to be measured from, and a reach somebody to be reached.
pub(in crate::web) fn check_near(
    (by_distance, by_reach): (bool, bool),
    near: Option<&ShelfBody>,
    errors: &mut FieldErrors,
) {
    match near {
        None if by_distance || by_reach => {
            let message = "Name the body that you search for, so that there is a place to measure from";
            errors.push(FieldError::required("near", message));
        }
        Some(body) if body.place.is_none() && by_distance => {
            let message = format!(
                "The registers do not say where {} is, so distances from it are not known",
                body.name
            );
            errors.push(FieldError::unknown("near", message));
        }
        _ => {}
    }
}

/// Codes that the taxonomy does not have, or has no more, narrow nothing.
pub(in crate::web) fn leave_out_unknown(
    (families, service): (&mut Vec<String>, &mut Option<String>),
    shelf: &Shelf,
    errors: &mut FieldErrors,
) {
    let message = |noun: &str, code: &str| format!("There is no {noun} “{code}”, so it is left out");
    families.retain(|code| {
        let is_known = shelf.families().iter().any(|family| family.code == *code);
        if !is_known {
            errors.push(FieldError::unknown("family", message("family", code)));
        }
        is_known
    });
    let mut services = shelf.families().iter().flat_map(|family| &family.services);
    let unknown = service.take_if(|code| !services.any(|service| service.code == *code));
    if let Some(code) = unknown {
        errors.push(FieldError::unknown("service", message("service", &code)));
    }
}
