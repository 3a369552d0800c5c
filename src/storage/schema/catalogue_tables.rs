//! The tables of `catalogue`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    service_families (code) {
        code -> Text,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    services (code) {
        code -> Text,
        family_code -> Text,
        name -> Text,
        cpv_code -> Text,
        cpv_name -> Text,
        units -> sql::Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offers (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        service_code -> Text,
        title -> Text,
        description -> Text,
        unit -> Text,
        quantity_per_month -> BigInt,
        first_month -> Integer,
        last_month -> Integer,
        takes -> Text,
        price_kind -> Nullable<Text>,
        price -> Nullable<BigInt>,
        kpis -> sql::Json,
        calendar -> sql::Json,
        draft -> Nullable<sql::Json>,
        free_most -> BigInt,
        state -> Text,
        published_version -> Integer,
        published_at -> Nullable<sql::Instant>,
        version -> BigInt,
        created_at -> sql::Instant,
        updated_at -> sql::Instant,
        confirmed_at -> Nullable<sql::Instant>,
        fresh_until -> Nullable<Date>,
        reminded -> Integer,
        full_since -> Nullable<sql::Instant>,
        terms -> sql::Json,
        public_from -> Nullable<Date>,
        left_at -> Nullable<sql::Instant>,
        entered_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offer_wants (offer_id, service_code) {
        offer_id -> sql::Uuid,
        service_code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offer_versions (offer_id, number) {
        offer_id -> sql::Uuid,
        number -> Integer,
        content -> sql::Json,
        published_at -> sql::Instant,
        published_by -> Nullable<sql::Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offer_months (offer_id, month) {
        offer_id -> sql::Uuid,
        month -> Integer,
        listed -> BigInt,
        reserved -> BigInt,
        committed -> BigInt,
        free -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offer_changes (seq) {
        seq -> BigInt,
        offer_id -> sql::Uuid,
        made_by -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    offer_attachments (id) {
        id -> sql::Uuid,
        offer_id -> sql::Uuid,
        name -> Text,
        media_type -> Text,
        size_bytes -> BigInt,
        sha256 -> Text,
        content -> Binary,
        added_by -> Text,
        added_at -> sql::Instant,
        removed_at -> Nullable<sql::Instant>,
    }
}

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    offers::service_code,
    offers::unit,
    offer_months::month
);
