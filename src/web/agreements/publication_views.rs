//! What everybody may see of an agreement, and the question whether they may.

use maud::{Markup, html};

use super::views::state_tag;
use crate::agreements::model::{PublicAgreement, PublicLeg, PublicationView};
use crate::agreements::publication::{Consent, Publication};
use crate::kernel::ids::{AgreementId, BodyId};
use crate::kernel::london;
use crate::web::ui::{
    ButtonLook, Column, Confirm, FormKeys, Link, Row, Table, Tone, breadcrumbs, date, heading, status_tag,
};
use crate::web::urls::{agreements as at, bodies};

/// What the page of the question shows, to whom.
pub(super) struct PublicationPage<'a> {
    pub(super) publication: &'a PublicationView,
    /// What is public, or would be.
    pub(super) shown: &'a PublicAgreement,
    pub(super) viewer: BodyId,
    pub(super) can_decide: bool,
    pub(super) keys: &'a FormKeys,
}

pub(super) fn page(page: &PublicationPage<'_>) -> Markup {
    let publication = page.publication;
    let is_public = publication.standing == Publication::Public;
    html! {
        (breadcrumbs(&[
            Link::new("Agreements", at::LIST),
            Link::new(publication.reference.clone(), at::agreement(publication.agreement)),
        ]))
        (heading(&publication.title, "Who may know of this agreement"))
        p { (standing_tag(publication.standing)) " " (standing_words(publication.standing)) }
        h2 { @if is_public { "What everybody sees" } @else { "What everybody would see" } }
        p { "It stands on the page of each party, for visitors who are not signed in too, and as open data." }
        (table(std::slice::from_ref(page.shown), page.viewer, "What is public of this agreement").render())
        p { "Never shown: prices and values, quantities, measures, the title, the text, and how it is delivered." }
        h2 { "Who agrees" }
        (consents(&publication.consents))
        @if page.can_decide { (question(page)) }
        @else { p { "Only a signatory of your body can decide this for it." } }
    }
}

fn question(page: &PublicationPage<'_>) -> Markup {
    let publication = page.publication;
    let sentences = |raw: &[&str]| raw.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let (asked, consequences, action, deed, look) = match publication.standing {
        Publication::Private | Publication::Asked => (
            "Do you agree, for your body, that everybody may see this?",
            sentences(&[
                match publication.standing {
                    Publication::Private => "The signatories of the other parties are asked by mail",
                    _ => "It becomes public as soon as every party agrees",
                },
                "Nothing is shown unless every party agrees",
                "You can take this back at any time, as can every other party",
            ]),
            at::publication(publication.agreement),
            "Agree to make it public",
            ButtonLook::Main,
        ),
        Publication::Waiting | Publication::Public => (
            "Take your body’s consent back?",
            sentences(match publication.standing {
                Publication::Public => &[
                    "The agreement is hidden from everybody else at once",
                    "The signatories of the other parties are told",
                    "Who has seen or copied it before may still have it",
                ],
                _ => &["The agreement stays private"],
            }),
            at::take_back_publication(publication.agreement),
            "Take our consent back",
            ButtonLook::Danger,
        ),
    };
    Confirm {
        question: asked,
        consequences: &consequences,
        action: &action,
        keys: page.keys,
        deed,
        look,
        fields: None,
        way_out: "Back to the agreement",
        way_out_href: &at::agreement(publication.agreement),
    }
    .render_as_part()
}

fn consents(consents: &[Consent]) -> Markup {
    let rows = consents.iter().map(|consent| match consent.agreed_at {
        Some(at) => Row::new([
            html! { (consent.name) },
            status_tag(Tone::Good, "Agrees"),
            html! { (date(london::date(at))) },
        ]),
        None => Row::new([html! { (consent.name) }, status_tag(Tone::Plain, "Has not agreed"), html! {}]),
    });
    Table::new("Who agrees")
        .hidden_caption()
        .columns(["Body", "Answer", "Since"].map(Column::text))
        .folds_when_narrow()
        .rows(rows)
        .render()
}

/// The part of an agreement's page that says who may know of it.
pub(super) fn section(id: AgreementId, standing: Publication) -> Markup {
    let link = match standing {
        Publication::Private => "Ask to make it public",
        Publication::Asked => "Read what would be public, and answer",
        Publication::Waiting | Publication::Public => "See what is shown, and take your consent back",
    };
    html! {
        h2 { "Who may know of it" }
        p { (standing_tag(standing)) " " (standing_words(standing)) }
        p { a href=(at::publication(id)) { (link) } }
    }
}

fn standing_tag(standing: Publication) -> Markup {
    let tone = match standing {
        Publication::Private => Tone::Plain,
        Publication::Asked | Publication::Waiting => Tone::Warn,
        Publication::Public => Tone::Good,
    };
    status_tag(tone, standing.label())
}

const fn standing_words(standing: Publication) -> &'static str {
    match standing {
        Publication::Private => "Only its parties know of this agreement.",
        Publication::Asked => {
            "Another party would like everybody to know of this agreement. It stays private unless your body agrees."
        }
        Publication::Waiting => {
            "Your body agrees that everybody may know of this agreement. It stays private until every party agrees."
        }
        Publication::Public => "Everybody can see that there is this agreement: every party agrees.",
    }
}

/// Public agreements as a table, seen from the page of one of their parties.
pub(in crate::web) fn table(agreements: &[PublicAgreement], body: BodyId, caption: &str) -> Table {
    let row = |agreement: &PublicAgreement| {
        Row::new([
            partners(agreement, body),
            html! { ul.plain { @for leg in &agreement.legs { li { (supply(leg)) } } } },
            html! { (agreement.first_month.short()) },
            html! { (agreement.last_month.short()) },
            state_tag(agreement.state),
        ])
    };
    Table::new(caption)
        .hidden_caption()
        .columns([
            Column::text("With"),
            Column::text("Services"),
            Column::unbroken("First month"),
            Column::unbroken("Last month"),
            Column::text("State"),
        ])
        .folds_when_narrow()
        .rows(agreements.iter().map(row))
}

fn partners(agreement: &PublicAgreement, body: BodyId) -> Markup {
    let others = agreement.parties.iter().filter(|(party, _)| *party != body);
    html! {
        @for (place, (party, name)) in others.enumerate() {
            @if place > 0 { ", " }
            a href=(bodies::body(*party)) { (name) }
        }
    }
}

fn supply(leg: &PublicLeg) -> Markup {
    html! { (leg.service_name) ", from " (leg.provider_name) " to " (leg.consumer_name) }
}
