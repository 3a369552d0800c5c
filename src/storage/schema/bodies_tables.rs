//! The tables of `bodies`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    bodies (id) {
        id -> sql::Uuid,
        import_key -> Text,
        name -> Text,
        kind -> Text,
        register_kind -> Text,
        nation -> Text,
        region -> Text,
        latitude -> Nullable<Text>,
        longitude -> Nullable<Text>,
        website -> Nullable<Text>,
        state -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        notes -> Text,
        version -> BigInt,
        updated_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    body_identifiers (scheme, code, body_id) {
        body_id -> sql::Uuid,
        scheme -> Text,
        code -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    body_domains (domain, body_id) {
        body_id -> sql::Uuid,
        domain -> Text,
        source -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    successions (predecessor_id, successor_id) {
        predecessor_id -> sql::Uuid,
        successor_id -> sql::Uuid,
        vesting_date -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    successor_codes (predecessor_id, code) {
        predecessor_id -> sql::Uuid,
        code -> Text,
        vesting_date -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    body_search (seq) {
        seq -> BigInt,
        body_id -> sql::Uuid,
        title -> Text,
        text -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    bank_holidays (division, date) {
        division -> Text,
        date -> Date,
        title -> Text,
    }
}
