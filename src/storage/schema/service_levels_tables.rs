//! The tables of `service_levels`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    returns (id) {
        id -> sql::Uuid,
        leg_id -> sql::Uuid,
        month -> Integer,
        state -> Text,
        note -> Text,
        submitted_by -> Text,
        submitted_at -> sql::Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    return_lines (id) {
        id -> sql::Uuid,
        return_id -> sql::Uuid,
        number -> Integer,
        kpi_id -> Nullable<sql::Uuid>,
        quantity -> Nullable<BigInt>,
        numerator -> Nullable<BigInt>,
        denominator -> Nullable<BigInt>,
        state -> Text,
        reason -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<sql::Instant>,
    }
}
