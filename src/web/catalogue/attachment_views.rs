//! Documents beside an offer: the list for its readers, and the page on which its owner adds and removes them.

use maud::{Markup, html};

use crate::catalogue::attachment::{Attachment, MOST_OF_OFFER};
use crate::catalogue::model::{OfferVersion, OfferView};
use crate::catalogue::{OfferEvent, file_kind::FileKind};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldErrors, london};
use crate::web::ui::{
    ButtonLook, Column, Confirm, FileField, FormKeys, Link, Row, Table, actions, breadcrumbs, button,
    date_short, file_size, heading, upload_form,
};
use crate::web::urls::catalogue as urls;

/// The documents of an offer on its page; nothing where there are none, unless its owner can add some.
pub(super) fn section(offer: &OfferView, documents: &[Attachment], may_manage: bool) -> Markup {
    let may_manage = may_manage && (offer.state.allows(OfferEvent::Edit) || !documents.is_empty());
    html! {
        @if may_manage || !documents.is_empty() {
            h2 { "Documents" }
            @if !documents.is_empty() {
                ul {
                    @for document in documents {
                        li { (link(offer, document)) " (" (document.kind.label()) ", " (file_size(document.size_bytes)) ")" }
                    }
                }
            }
            @if may_manage {
                p { a href=(urls::attachments(offer.id)) { "Add or remove documents" } }
            }
        }
    }
}

/// The documents that a version lists; nothing where it lists none.
pub(in crate::web) fn listed(offer: OfferId, version: &OfferVersion) -> Markup {
    let documents = &version.content.documents;
    html! {
        @if !documents.is_empty() {
            ul {
                @for document in documents {
                    li {
                        a href=(urls::listed_document(offer, version.number, &document.sha256)) { (document.name) }
                        " (" (document.kind.label()) ", " (file_size(document.size_bytes)) ")"
                        div.hint.wrap { "SHA-256 " code { (document.sha256) } }
                    }
                }
            }
        }
    }
}

fn link(offer: &OfferView, document: &Attachment) -> Markup {
    html! { a href=(urls::attachment(offer.id, document.id, &document.name)) { (document.name) } }
}

/// The owner's page.
pub(super) fn manage(
    offer: &OfferView,
    documents: &[Attachment],
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    html! {
        (breadcrumbs(&[Link::new("Our offers", urls::OUR_OFFERS), Link::new(offer.title(), urls::offer(offer.id))]))
        (heading(offer.title(), "Documents"))
        p { "Whoever sees the offer can download them at once. Once the offer is published, adding or removing one makes a new \
             version of it that says the same besides, so that what a reader saw can always be seen again. A copy of the \
             offer begins without them." }
        (table(offer, documents))
        @if offer.state.allows(OfferEvent::Edit) {
            h2 { "Add a document" }
            @if documents.len() < MOST_OF_OFFER || !errors.is_empty() {
                (form(offer, keys, errors))
            } @else {
                p { "An offer has 10 documents at most. Remove one first." }
            }
        }
    }
}

fn form(offer: &OfferView, keys: &FormKeys, errors: &FieldErrors) -> Markup {
    let accept = accepted();
    let file = FileField {
        name: "file",
        label: "PDF, Word (.docx), Excel (.xlsx), PNG or JPEG file",
        hint: Some(
            "Up to 10 MB each, 10 for an offer, 100 MB for all offers of your body; with those that only earlier versions \
             list, 300 MB. No macros.",
        ),
        error: errors.of("file"),
        accept: Some(&accept),
        ..FileField::default()
    };
    upload_form(&urls::attachments(offer.id), keys, html! { (file.render()) (actions(button("Add"))) })
}

fn accepted() -> String {
    let kinds = FileKind::ALL.iter();
    kinds.flat_map(|kind| kind.extensions()).map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

fn table(offer: &OfferView, documents: &[Attachment]) -> Markup {
    let row = |document: &Attachment| {
        Row::new([
            link(offer, document),
            html! { (document.kind.label()) },
            html! { (file_size(document.size_bytes)) },
            html! { (date_short(london::date(document.added_at))) ", " (document.added_by) },
            html! {
                a href=(urls::remove_attachment(offer.id, document.id)) {
                    "Remove" span.visually-hidden { " " (document.name) }
                }
            },
        ])
    };
    Table::new("Documents")
        .hidden_caption()
        .columns([
            Column::text("Document"),
            Column::text("Kind"),
            Column::numeric("Size"),
            Column::text("Added"),
            Column::text("Remove"),
        ])
        .rows(documents.iter().map(row))
        .empty("There are no documents beside this offer yet.")
        .folds_when_narrow()
        .render()
}

/// Asks before a document is removed.
pub(super) fn ask_removal(offer: &OfferView, document: &Attachment, keys: &FormKeys) -> Markup {
    let consequence = if offer.published.is_some() {
        "It leaves the offer. Earlier versions go on listing it: whoever could see them can still download it there"
    } else {
        "It is deleted for good"
    }
    .to_owned();
    Confirm {
        question: &question(document),
        consequences: &[consequence],
        action: &urls::remove_attachment(offer.id, document.id),
        keys,
        deed: "Remove",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it",
        way_out_href: &urls::attachments(offer.id),
    }
    .render()
}

pub(super) fn question(document: &Attachment) -> String {
    format!("Remove “{}”?", document.name)
}
