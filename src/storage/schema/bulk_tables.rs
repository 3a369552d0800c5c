//! The tables of `bulk`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    bulk_uploads (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        kind -> Text,
        name -> Text,
        sha256 -> Text,
        state -> Text,
        headings -> sql::Json,
        content -> Nullable<Binary>,
        mapping -> Nullable<sql::Json>,
        load_as -> Nullable<Text>,
        twins -> Nullable<Text>,
        row_count -> Integer,
        done_count -> Integer,
        uploaded_by -> Text,
        uploaded_at -> sql::Instant,
        loaded_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    bulk_rows (upload_id, line_number) {
        upload_id -> sql::Uuid,
        line_number -> Integer,
        outcome -> Text,
        title -> Text,
        listing_id -> Nullable<sql::Uuid>,
        reason -> Text,
        cells -> sql::Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    bulk_headings (body_id, kind, heading) {
        body_id -> sql::Uuid,
        kind -> Text,
        heading -> Text,
        column_key -> Text,
        updated_at -> sql::Instant,
    }
}
