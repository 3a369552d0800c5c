//! Probes: whether the process lives, and whether it can do its work.

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::assets;
use super::context::Cx;
use super::routes::{Guard, RouteSpec, get};
use crate::storage::{self, StorageError};

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/healthz", Guard::Public, || web::get().to(healthz)),
        get("/readyz", Guard::Public, || web::get().to(readyz)),
        get("/assets/{name}", Guard::Public, || web::get().to(assets::asset)),
    ]
}

/// `GET /healthz`: the process answers.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// `GET /readyz`: the database answers, has the shape this program expects, and takes a write.
async fn readyz(cx: Cx) -> HttpResponse {
    let shape = cx.app().db.read(|conn| {
        let applied = storage::applied(conn).map_err(|error| StorageError::Unavailable(error.to_string()))?;
        Ok::<_, StorageError>(applied.last() == storage::latest().as_ref())
    });
    let database = shape.await;
    let now = cx.now();
    let writable = match &database {
        Ok(_) => cx.app().db.write(move |tx| storage::note_readiness(tx, now)).await,
        Err(error) => Err(StorageError::Unavailable(error.to_string())),
    };
    let migrated = matches!(database, Ok(true));
    let checks = json!({
        "database": database.is_ok(),
        "migrated": migrated,
        "writable": writable.is_ok(),
    });
    if migrated && writable.is_ok() {
        HttpResponse::Ok().json(checks)
    } else {
        HttpResponse::ServiceUnavailable().json(checks)
    }
}
