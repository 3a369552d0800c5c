//! How our values travel to and from columns, once for every backend.

use std::io::Write;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, Integer};
use diesel::sqlite::{Sqlite, SqliteValue};

use super::conn::MultiBackend;
use super::sql;
use crate::kernel::ids::{
    AgreementId, AttachmentId, BodyId, BulkUploadId, ClaimId, EnquiryId, EventId, InvitationId, InvoiceId,
    JobId, KpiId, LedgerFileId, LedgerLineId, LegId, ListingId, MailId, MailLinkId, MatchId, MessageId,
    NeedId, OfferId, PersonId, ProposalId, PublicAnswerId, ReturnId, ReturnLineId, SavedSearchId, SessionId,
    SetOffId, StatementId, StatementLineId, TokenId,
};
use crate::kernel::{Instant, Month, Pence, Quantity, Rate};

/// Given `ToSql` and `FromSql` on both real backends, adds the pair for the backend over them.
macro_rules! multi_backend_value {
    ($($value:ty => $sql_type:ty),* $(,)?) => { $(
        impl ToSql<$sql_type, MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$sql_type>::default(), self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql_type, MultiBackend> for $value {
            fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<$value, $sql_type>()
            }
        }
    )* };
}

/// Ids: `UUID` on PostgreSQL, 16 bytes on SQLite.
macro_rules! stored_as_uuid {
    ($($id:ty),* $(,)?) => { $(
        impl ToSql<sql::Uuid, Pg> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.as_uuid().as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<sql::Uuid, Sqlite> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                <[u8] as ToSql<Binary, Sqlite>>::to_sql(self.as_uuid().as_bytes(), out)
            }
        }

        impl FromSql<sql::Uuid, Pg> for $id {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(uuid::Uuid::from_slice(value.as_bytes())?))
            }
        }

        impl FromSql<sql::Uuid, Sqlite> for $id {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(uuid::Uuid::from_slice(value.read_blob())?))
            }
        }

        multi_backend_value!($id => sql::Uuid);
    )* };
}

/// Whole numbers behind a type of our own.
macro_rules! stored_as_number {
    ($sql_type:ty, $number:ty, $to:ident, $from:ident: $($value:ty),* $(,)?) => { $(
        impl ToSql<$sql_type, Pg> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&self.$to().to_be_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<$sql_type, Sqlite> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.$to());
                Ok(IsNull::No)
            }
        }

        impl ToSql<$sql_type, MultiBackend> for $value {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$sql_type>::default(), self));
                Ok(IsNull::No)
            }
        }

        impl<DB: Backend> FromSql<$sql_type, DB> for $value
        where
            $number: FromSql<$sql_type, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(<$value>::$from(<$number>::from_sql(value)?))
            }
        }
    )* };
}

stored_as_uuid!(
    AgreementId,
    BodyId,
    AttachmentId,
    BulkUploadId,
    ClaimId,
    EnquiryId,
    EventId,
    InvitationId,
    InvoiceId,
    JobId,
    KpiId,
    LedgerFileId,
    LedgerLineId,
    LegId,
    ListingId,
    MailId,
    MailLinkId,
    MatchId,
    NeedId,
    MessageId,
    OfferId,
    PersonId,
    ProposalId,
    PublicAnswerId,
    ReturnId,
    ReturnLineId,
    SavedSearchId,
    SessionId,
    SetOffId,
    StatementId,
    StatementLineId,
    TokenId,
);
stored_as_number!(BigInt, i64, to_i64, from_i64: Pence, Quantity, Rate);
stored_as_number!(Integer, i32, to_i32, from_i32: Month);

/// Microseconds from 1970 to the first moment of 2000, where PostgreSQL starts counting.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

impl ToSql<sql::Instant, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&(self.micros() - POSTGRES_EPOCH_MICROS).to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<sql::Instant, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_rfc3339());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Pg> for Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        Ok(Self::from_micros(micros + POSTGRES_EPOCH_MICROS).ok_or("timestamp out of range")?)
    }
}

impl FromSql<sql::Instant, Sqlite> for Instant {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(value.read_text().parse()?)
    }
}

multi_backend_value!(Instant => sql::Instant);

/// A JSON document in a column: `JSONB` on PostgreSQL, text on SQLite.
#[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Json)]
pub struct Json(pub serde_json::Value);

impl Json {
    /// The document of a value of ours. Our own types always have one: a failure is a mistake in our code.
    pub fn of<T: serde::Serialize>(value: &T) -> Result<Self, super::StorageError> {
        serde_json::to_value(value).map(Self).map_err(|error| super::StorageError::Corrupt(error.to_string()))
    }

    /// The value that [`Json::of`] wrote.
    pub fn read<T: serde::de::DeserializeOwned>(self) -> Result<T, super::StorageError> {
        serde_json::from_value(self.0).map_err(|error| super::StorageError::Corrupt(error.to_string()))
    }
}

impl ToSql<sql::Json, Pg> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[1])?; // the version byte of jsonb's binary form
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl ToSql<sql::Json, Sqlite> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Json, Pg> for Json {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let bytes = value.as_bytes();
        Ok(Self(serde_json::from_slice(bytes.get(1..).ok_or("empty jsonb")?)?))
    }
}

impl FromSql<sql::Json, Sqlite> for Json {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(value.read_text())?))
    }
}

multi_backend_value!(Json => sql::Json);
