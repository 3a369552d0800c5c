//! The tables of `agreements`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    signatures (proposal_id, body_id) {
        proposal_id -> sql::Uuid,
        body_id -> sql::Uuid,
        person_id -> Nullable<sql::Uuid>,
        signatory -> Text,
        sha256 -> Text,
        signed_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    agreements (id) {
        id -> sql::Uuid,
        reference -> Text,
        proposal_id -> sql::Uuid,
        title -> Text,
        state -> Text,
        first_month -> Integer,
        last_month -> Integer,
        text -> Text,
        sha256 -> Text,
        tolerance -> BigInt,
        signed_at -> sql::Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    agreement_parties (body_id, agreement_id) {
        agreement_id -> sql::Uuid,
        body_id -> sql::Uuid,
        publication_agreed_at -> Nullable<sql::Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    legs (id) {
        id -> sql::Uuid,
        agreement_id -> sql::Uuid,
        number -> Integer,
        provider_id -> sql::Uuid,
        consumer_id -> sql::Uuid,
        service_code -> Text,
        description -> Text,
        unit -> Text,
        quantity_per_month -> BigInt,
        settlement -> Text,
        price_kind -> Text,
        price -> BigInt,
        vat_treatment -> Text,
        po_ref -> Nullable<Text>,
        offer_id -> Nullable<sql::Uuid>,
        calendar -> sql::Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    leg_kpis (id) {
        id -> sql::Uuid,
        leg_id -> sql::Uuid,
        number -> Integer,
        name -> Text,
        target -> Integer,
    }
}
