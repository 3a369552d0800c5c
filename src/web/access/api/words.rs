//! The fixed words of roles and capabilities, for the description of the API: taken from the lists themselves, so that
//! a new role is described the moment it exists.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::access::{CapabilityKind, Role};

/// A role at a body.
pub(super) struct RoleWord;

impl PartialSchema for RoleWord {
    fn schema() -> RefOr<Schema> {
        one_of(Role::ALL.iter().map(|role| role.as_str()))
    }
}

impl ToSchema for RoleWord {
    fn name() -> Cow<'static, str> {
        "Role".into()
    }
}

/// What a token may do.
pub(super) struct CapabilityWord;

impl PartialSchema for CapabilityWord {
    fn schema() -> RefOr<Schema> {
        one_of(CapabilityKind::ALL.iter().map(|kind| kind.as_str()))
    }
}

impl ToSchema for CapabilityWord {
    fn name() -> Cow<'static, str> {
        "Capability".into()
    }
}

fn one_of(words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.collect::<Vec<_>>())).into()
}
