//! The tables of `needs`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    needs (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        service_code -> Text,
        title -> Text,
        description -> Text,
        first_month -> Integer,
        last_month -> Integer,
        draft -> Nullable<sql::Json>,
        state -> Text,
        published_version -> Integer,
        published_at -> Nullable<sql::Instant>,
        version -> BigInt,
        created_at -> sql::Instant,
        updated_at -> sql::Instant,
        public_from -> Nullable<Date>,
        left_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    need_versions (need_id, number) {
        need_id -> sql::Uuid,
        number -> Integer,
        content -> sql::Json,
        published_at -> sql::Instant,
        published_by -> Nullable<sql::Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    shortlist_items (need_id, offer_id) {
        need_id -> sql::Uuid,
        offer_id -> sql::Uuid,
        offer_version -> Integer,
        note -> Text,
        decision -> Text,
        reason -> Text,
        added_by -> Nullable<sql::Uuid>,
        added_at -> sql::Instant,
        updated_at -> sql::Instant,
        version -> BigInt,
        told_version -> Integer,
        told_state -> Text,
        decided_by -> Nullable<sql::Uuid>,
        decided_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    shortlist_removals (need_id, offer_id, removed_at) {
        need_id -> sql::Uuid,
        offer_id -> sql::Uuid,
        offer_version -> Integer,
        decision -> Text,
        reason -> Text,
        removed_by -> Nullable<sql::Uuid>,
        removed_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    dismissed_suggestions (body_id, need_id, offer_id) {
        body_id -> sql::Uuid,
        need_id -> sql::Uuid,
        offer_id -> sql::Uuid,
        dismissed_at -> sql::Instant,
    }
}
