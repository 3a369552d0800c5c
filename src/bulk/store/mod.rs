//! Uploads, their rows and remembered headings in the database.

pub(super) mod headings;
pub(super) mod rows;
pub(super) mod uploads;
