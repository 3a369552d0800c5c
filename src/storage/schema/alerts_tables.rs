//! The tables of `alerts`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    saved_searches (id) {
        id -> sql::Uuid,
        person_id -> sql::Uuid,
        body_id -> sql::Uuid,
        name -> Text,
        query -> Text,
        filter -> sql::Json,
        cadence -> Text,
        stop_secret -> Text,
        since -> sql::Instant,
        next_at -> sql::Instant,
        created_at -> sql::Instant,
        version -> BigInt,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    search_finds (search_id, listing_id) {
        search_id -> sql::Uuid,
        listing_id -> sql::Uuid,
        found_at -> sql::Instant,
        mailed_at -> Nullable<sql::Instant>,
        seen_at -> Nullable<sql::Instant>,
        listing_version -> Integer,
        news -> Text,
        before_version -> Nullable<Integer>,
        mailed_version -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    news_settings (person_id, body_id) {
        person_id -> sql::Uuid,
        body_id -> sql::Uuid,
        stop_secret -> Text,
        shortlist_mail -> Text,
        created_at -> sql::Instant,
    }
}
