//! The made-up bodies of a demonstration. Their codes are in a scheme of their own, so that no import of a register
//! ever touches them.

use serde_json::json;

use crate::access::System;
use crate::audit::{self, Event, Object};
use crate::bodies::kind::BodyKind;
use crate::bodies::register_row::{Place, RegisterRow, Website};
use crate::bodies::state::BodyState;
use crate::bodies::store::bodies;
use crate::bodies::store::registered::{self, Registered};
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

const SCHEME: &str = "DEMO";

/// A body of a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct DemoBody<'a> {
    /// Its code, by which it is found when the demonstration is started again.
    pub code: &'a str,
    pub name: &'a str,
    pub kind: BodyKind,
    pub nation: &'a str,
    pub region: &'a str,
    pub place: Place,
    /// Its domain: `ashdale.example`.
    pub domain: &'a str,
}

/// Makes a verified body, or finds the one that was made before.
pub fn ensure_body(
    tx: &mut Tx<'_>,
    by: System,
    body: DemoBody<'_>,
    now: Instant,
) -> Result<BodyId, StorageError> {
    let registered = Registered::of(&as_register_row(body));
    if let Some(id) = bodies::by_import_key(tx.conn(), registered.key())? {
        return Ok(id);
    }
    let id = BodyId::new();
    registered::insert(tx, &[(id, registered)], BodyState::Verified, now)?;
    let event = Event {
        actor: by.actor(),
        action: "body.created",
        object: Object::new("body", id),
        seen_by: vec![id],
        data: json!({ "name": body.name }),
    };
    audit::record(tx, event, now)?;
    Ok(id)
}

fn as_register_row(body: DemoBody<'_>) -> RegisterRow {
    RegisterRow {
        code: Some(body.code.to_owned()),
        scheme: SCHEME.to_owned(),
        name: body.name.to_owned(),
        kind: body.kind,
        register_kind: body.kind.label().to_owned(),
        nation: body.nation.to_owned(),
        region: body.region.to_owned(),
        place: Some(body.place),
        website: Some(Website {
            address: format!("https://www.{}/", body.domain),
            host: body.domain.to_owned(),
        }),
        valid_from: None,
        valid_to: None,
        successors: vec![],
        other_codes: vec![],
        notes: "Made up for a demonstration.".to_owned(),
    }
}
