//! The fixed words of offers, needs and searches for them, for the description of the API: taken from the lists themselves.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::alerts::model::SearchKind;
use crate::bodies::region::Region;
use crate::catalogue::price_for_me::{VatHeading, VatProfile};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::{Assurance, PriceBasis};
use crate::kernel::vat::VatTreatment;

/// Describes a list of words by what is on it.
macro_rules! described {
    ($($list:ty),+) => {$(
        impl PartialSchema for $list {
            fn schema() -> RefOr<Schema> {
                let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
            }
        }

        impl ToSchema for $list {
            fn name() -> Cow<'static, str> {
                stringify!($list).into()
            }
        }
    )+};
}

described!(
    Region,
    Assurance,
    PriceBasis,
    SearchKind,
    Shape,
    SizeMeasure,
    VatTreatment,
    VatProfile,
    VatHeading
);
