//! The tables of `charges`, as Diesel sees them on both databases.

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    period_closes (agreement_id, month) {
        agreement_id -> sql::Uuid,
        month -> Integer,
        closed_by -> Text,
        closed_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    invoice_counters (provider_id, financial_year) {
        provider_id -> sql::Uuid,
        financial_year -> Integer,
        prefix -> Text,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    invoices (id) {
        id -> sql::Uuid,
        number -> Text,
        provider_id -> sql::Uuid,
        consumer_id -> sql::Uuid,
        agreement_id -> sql::Uuid,
        leg_id -> sql::Uuid,
        month -> Integer,
        financial_year -> Integer,
        sequence -> BigInt,
        description -> Text,
        quantity -> BigInt,
        unit -> Text,
        price_kind -> Text,
        price -> BigInt,
        settlement -> Text,
        po_ref -> Nullable<Text>,
        vat_treatment -> Text,
        net -> BigInt,
        vat -> BigInt,
        gross -> BigInt,
        set_off -> BigInt,
        issued_on -> Date,
        due_on -> Date,
        issued_at -> sql::Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::storage::sql;

    set_offs (id) {
        id -> sql::Uuid,
        agreement_id -> sql::Uuid,
        month -> Integer,
        first_invoice_id -> sql::Uuid,
        second_invoice_id -> sql::Uuid,
        amount -> BigInt,
        made_at -> sql::Instant,
    }
}
