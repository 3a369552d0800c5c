//! What our own column types are on each database.

use diesel::pg::{Pg, PgTypeMetadata};
use diesel::sql_types::HasSqlType;
use diesel::sqlite::{Sqlite, SqliteType};

pub use crate::kernel::sql::{Instant, Json, Uuid};

use super::conn::MultiBackend;

/// Gives one column type its PostgreSQL oids and its SQLite storage class.
macro_rules! column_type {
    ($name:ty, oid = $oid:literal, array = $array:literal, sqlite = $sqlite:ident) => {
        impl HasSqlType<$name> for Pg {
            fn metadata(_: &mut Self::MetadataLookup) -> PgTypeMetadata {
                PgTypeMetadata::new($oid, $array)
            }
        }

        impl HasSqlType<$name> for Sqlite {
            fn metadata((): &mut ()) -> SqliteType {
                SqliteType::$sqlite
            }
        }

        impl HasSqlType<$name> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$name>(lookup)
            }
        }
    };
}

column_type!(Uuid, oid = 2950, array = 2951, sqlite = Binary);
column_type!(Json, oid = 3802, array = 3807, sqlite = Text);
column_type!(Instant, oid = 1184, array = 1185, sqlite = Text);
