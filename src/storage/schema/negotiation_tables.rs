//! The tables of `negotiation`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    enquiries (id) {
        id -> sql::Uuid,
        offer_id -> Nullable<sql::Uuid>,
        need_id -> Nullable<sql::Uuid>,
        provider_id -> sql::Uuid,
        consumer_id -> sql::Uuid,
        state -> Text,
        created_at -> sql::Instant,
        updated_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    enquiry_messages (id) {
        id -> sql::Uuid,
        enquiry_id -> sql::Uuid,
        body_id -> sql::Uuid,
        author -> Text,
        text -> Text,
        sent_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    proposals (id) {
        id -> sql::Uuid,
        reference -> Text,
        title -> Text,
        proposer_id -> sql::Uuid,
        partner_id -> sql::Uuid,
        enquiry_id -> Nullable<sql::Uuid>,
        need_id -> Nullable<sql::Uuid>,
        state -> Text,
        number -> Integer,
        expires_at -> Nullable<sql::Instant>,
        closed_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> sql::Instant,
        updated_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    proposal_versions (proposal_id, number) {
        proposal_id -> sql::Uuid,
        number -> Integer,
        by_body_id -> sql::Uuid,
        author -> Text,
        terms -> sql::Json,
        message -> Text,
        proposer_name -> Text,
        partner_name -> Text,
        created_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    reservations (proposal_id, leg_number, month) {
        proposal_id -> sql::Uuid,
        leg_number -> Integer,
        offer_id -> sql::Uuid,
        month -> Integer,
        quantity -> BigInt,
        state -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    proposal_counters (year) {
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    public_answers (id) {
        id -> sql::Uuid,
        offer_id -> sql::Uuid,
        enquiry_id -> sql::Uuid,
        question -> Text,
        answer -> Text,
        published_at -> sql::Instant,
    }
}
