//! The tables of `foundation`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    audit_events (id) {
        id -> sql::Uuid,
        occurred_at -> sql::Instant,
        actor_kind -> Text,
        actor_id -> Nullable<sql::Uuid>,
        actor_name -> Text,
        body_id -> Nullable<sql::Uuid>,
        action -> Text,
        object_kind -> Text,
        object_id -> Text,
        data -> sql::Json,
        seq -> Nullable<BigInt>,
        prev -> Nullable<Text>,
        hash -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    audit_event_bodies (body_id, event_id) {
        event_id -> sql::Uuid,
        body_id -> sql::Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    audit_checkpoints (size) {
        size -> BigInt,
        head -> Text,
        signed_at -> sql::Instant,
        document -> Text,
        signature -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    mails (id) {
        id -> sql::Uuid,
        to_address -> Text,
        subject -> Text,
        text -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> sql::Instant,
        last_error -> Nullable<Text>,
        created_at -> sql::Instant,
        sent_at -> Nullable<sql::Instant>,
        stop_path -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    jobs (id) {
        id -> sql::Uuid,
        kind -> Text,
        key -> Text,
        run_at -> sql::Instant,
        attempts -> Integer,
        done_at -> Nullable<sql::Instant>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    idempotency_keys (scope, key) {
        scope -> Text,
        key -> Text,
        request_hash -> Text,
        state -> Text,
        status -> Nullable<Integer>,
        location -> Nullable<Text>,
        content_type -> Nullable<Text>,
        body -> Nullable<Binary>,
        expires_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    settings (name) {
        name -> Text,
        value -> Text,
    }
}
