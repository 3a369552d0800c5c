//! The tables of `reconciliation`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    ledger_mappings (body_id, fingerprint) {
        body_id -> sql::Uuid,
        fingerprint -> Text,
        mapping -> sql::Json,
        updated_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    ledger_files (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        name -> Text,
        sha256 -> Text,
        state -> Text,
        content -> Nullable<Binary>,
        mapping -> Nullable<sql::Json>,
        good_rows -> Integer,
        bad_rows -> Integer,
        total -> BigInt,
        uploaded_by -> Text,
        uploaded_at -> sql::Instant,
        loaded_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    ledger_bad_rows (file_id, line_number) {
        file_id -> sql::Uuid,
        line_number -> Integer,
        reason -> Text,
        raw -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    ledger_lines (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        file_id -> sql::Uuid,
        line_number -> Integer,
        dated -> Date,
        reference -> Text,
        supplier_name -> Text,
        supplier_key -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    supplier_names (body_id, supplier_key) {
        body_id -> sql::Uuid,
        supplier_key -> Text,
        supplier_name -> Text,
        decision -> Text,
        counterparty_id -> Nullable<sql::Uuid>,
        decided_by -> Text,
        decided_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    ledger_matches (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        line_id -> sql::Uuid,
        invoice_id -> sql::Uuid,
        amount -> BigInt,
        rule -> Text,
        why -> Text,
        matched_by -> Text,
        matched_at -> sql::Instant,
        undone_at -> Nullable<sql::Instant>,
        undone_by -> Nullable<Text>,
        undone_because -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    statements (id) {
        id -> sql::Uuid,
        sender_id -> sql::Uuid,
        receiver_id -> sql::Uuid,
        as_at -> Date,
        state -> Text,
        sent_by -> Text,
        sent_at -> sql::Instant,
        answered_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    statement_lines (id) {
        id -> sql::Uuid,
        statement_id -> sql::Uuid,
        number -> Integer,
        invoice_id -> sql::Uuid,
        open_amount -> BigInt,
        answer -> Text,
        reason_code -> Nullable<Text>,
        reason -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<sql::Instant>,
    }
}
