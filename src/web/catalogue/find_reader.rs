//! Whom a search is for, in words: the body, its namesakes, and every assumption behind a price for it.

use maud::{Markup, html};

use super::find_views::Found;
use crate::web::ui::{banner, disclosure, plural};

/// The body that distances, reach and VAT are worked out for, and the assumptions about its VAT.
pub(super) fn whose_search(found: &Found) -> Markup {
    let asked = &found.asked;
    html! {
        @match &asked.near {
            Some(body) => {
                p.meta {
                    "Distances, reach and VAT are those of " strong { (body.name) }
                    @if asked.is_own { ", your own body" } ". "
                    a href="#near_name" { "Search for another body" }
                    @if !asked.is_own && asked.own_is_known {
                        " or " a href=(found.query.for_own_body_href()) { "for your own" }
                    }
                }
            }
            None => {
                p.meta {
                    a href="#near_name" { "Name your body" }
                    " to see how far away offers are, whether they reach you, and what they cost you with VAT."
                }
            }
        }
        (assumptions(found))
    }
}

/// Which of several bodies was meant.
pub(super) fn which_body(found: &Found) -> Markup {
    let total = i64::try_from(found.namesakes).unwrap_or_default();
    html! {
        @if !found.named.is_empty() {
            (banner(html! {
                h2 { "Which body do you search for?" }
                p { (plural(total, "body has", "bodies have")) " “" (found.query.near_name) "” in the name:" }
                ul {
                    @for body in &found.named {
                        @let id = body.id.to_string();
                        li {
                            a href=(found.query.with_href(&[("near", &id)])) { (body.name) }
                            ", " (body.kind.label()) @if !body.region.is_empty() { ", " (body.region) }
                        }
                    }
                }
                @if found.namesakes > found.named.len() { p { "There are more: type more of the name." } }
            }))
        }
    }
}

/// Everything that is assumed where a price is worked out for the reader, and how to change it.
fn assumptions(found: &Found) -> Markup {
    let asked = &found.asked;
    let Some(vat) = asked.filter.vat else { return html! {} };
    let of_kind = asked.near.as_ref().map(|body| body.kind.label());
    let recovered = vat.recovered.to_u8();
    disclosure(
        "What prices for you assume about VAT",
        html! {
            p {
                "What you see is our arithmetic on these assumptions, not advice. How far you recover VAT depends on what \
                 you use a service for: your finance team knows. Prices are asked before VAT."
            }
            ul {
                li {
                    strong { (vat.profile.label()) } ". "
                    @if asked.is_profile_chosen { "You chose this. " }
                    @else if let Some(kind) = of_kind { "Assumed of this kind of body: " (kind) ". " }
                    (vat.profile.assumption()) " "
                    a href="#vat_profile" { "Change this" }
                }
                li {
                    strong { (recovered) "% of the VAT is recovered" } "; the other " (100 - recovered) "% is added to the price. "
                    a href="#vat_recovery" { "Change this" }
                }
                li {
                    "Where a provider proposes a VAT treatment, it is taken as proposed. The parties agree it in the end."
                }
                li {
                    "Where a provider proposes none: " strong { (vat.unstated.label()) } ". "
                    a href="#vat_unstated" { "Change this" }
                }
                li { "Work paid for with a service in return has no price here, so no VAT is worked out for it." }
                li { "VAT is worked out for one unit. An invoice works it out on its total, which can differ by pennies." }
            }
        },
    )
}
