//! Addresses of `bulk`: the same below our offers and below our needs.

use crate::bulk::model::Kind;
use crate::kernel::ids::{BulkUploadId, ListingId};

/// Where the list is.
pub const fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => super::catalogue::OUR_OFFERS,
        Kind::Needs => super::needs::OUR_NEEDS,
    }
}

/// Where a file is chosen.
pub const fn choose(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/upload",
        Kind::Needs => "/needs/upload",
    }
}

pub const fn template_csv(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/template.csv",
        Kind::Needs => "/needs/template.csv",
    }
}

pub const fn template_xlsx(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/template.xlsx",
        Kind::Needs => "/needs/template.xlsx",
    }
}

/// Everything that is listed, in the columns of the template.
pub const fn download_csv(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/all.csv",
        Kind::Needs => "/needs/all.csv",
    }
}

pub const fn download_xlsx(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/all.xlsx",
        Kind::Needs => "/needs/all.xlsx",
    }
}

/// Every file that was uploaded.
pub const fn uploads(kind: Kind) -> &'static str {
    match kind {
        Kind::Offers => "/offers/uploads",
        Kind::Needs => "/needs/uploads",
    }
}

pub fn uploads_page(kind: Kind, number: u32) -> String {
    format!("{}?page={number}", uploads(kind))
}

/// A file that was uploaded: what it would bring, how far it has come, or what it brought.
pub fn upload(kind: Kind, id: BulkUploadId) -> String {
    format!("{}/{id}", uploads(kind))
}

pub fn columns(kind: Kind, id: BulkUploadId) -> String {
    format!("{}/columns", upload(kind, id))
}

pub fn load(kind: Kind, id: BulkUploadId) -> String {
    format!("{}/load", upload(kind, id))
}

pub fn discard(kind: Kind, id: BulkUploadId) -> String {
    format!("{}/discard", upload(kind, id))
}

pub fn bad_rows(kind: Kind, id: BulkUploadId) -> String {
    format!("{}/bad-rows.csv", upload(kind, id))
}

/// What a row became.
pub fn listing(kind: Kind, id: ListingId) -> String {
    format!("{}/{id}", list(kind))
}
