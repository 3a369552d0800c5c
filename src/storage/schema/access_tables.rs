//! The tables of `access`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    people (id) {
        id -> sql::Uuid,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        is_operator -> Bool,
        created_at -> sql::Instant,
        signed_in_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    memberships (person_id, body_id, role) {
        person_id -> sql::Uuid,
        body_id -> sql::Uuid,
        role -> Text,
        granted_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    sessions (id) {
        id -> sql::Uuid,
        person_id -> sql::Uuid,
        acting_body_id -> Nullable<sql::Uuid>,
        created_at -> sql::Instant,
        last_seen_at -> sql::Instant,
        expires_at -> sql::Instant,
        ended_at -> Nullable<sql::Instant>,
        address -> Text,
        agent -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    throttles (key) {
        key -> Text,
        failures -> Integer,
        window_ends_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    mail_links (id) {
        id -> sql::Uuid,
        secret_hash -> Text,
        purpose -> Text,
        email -> Text,
        subject_id -> Text,
        created_at -> sql::Instant,
        expires_at -> sql::Instant,
        used_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    invitations (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        email -> Text,
        roles -> sql::Json,
        invited_by -> sql::Uuid,
        state -> Text,
        created_at -> sql::Instant,
        expires_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    api_tokens (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        created_by -> sql::Uuid,
        name -> Text,
        secret_hash -> Text,
        capabilities -> sql::Json,
        created_at -> sql::Instant,
        expires_at -> sql::Instant,
        last_used_at -> Nullable<sql::Instant>,
        revoked_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    claims (id) {
        id -> sql::Uuid,
        body_id -> sql::Uuid,
        email -> Text,
        name -> Text,
        job_title -> Text,
        proof -> Text,
        state -> Text,
        person_id -> Nullable<sql::Uuid>,
        reason -> Nullable<Text>,
        created_at -> sql::Instant,
        proved_at -> Nullable<sql::Instant>,
        decided_at -> Nullable<sql::Instant>,
    }
}
