//! The pages of saved searches.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::alerts::model::{Kept, SavedSearch, SearchFilter, SearchKind, Sought};
use crate::alerts::{AlertError, commands, queries};
use crate::kernel::FieldErrors;
use crate::kernel::ids::SavedSearchId;
use crate::web::catalogue::FindQuery;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::needs::NeedQuery;
use crate::web::urls::alerts as urls;

/// What is typed about a search.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) cadence: String,
    pub(super) query: String,
    /// A [`SearchKind`]; offers where nothing is said.
    pub(super) looks_for: String,
    pub(super) version: Option<i64>,
}

/// What a search is to be called, where it is known for what it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Called {
    called: String,
}

impl Typed {
    pub(super) fn kind(&self) -> SearchKind {
        self.looks_for.parse().unwrap_or(SearchKind::Offers)
    }
}

/// The search that a query string means for whoever sends it, without its page; and what of it could not be understood.
pub(in crate::web) async fn sought(
    cx: &Cx,
    kind: SearchKind,
    query: &str,
) -> WebResult<(Sought, FieldErrors)> {
    let own = cx.credential().acting().map(|acting| acting.body);
    let shelves = Arc::clone(&cx.app().shelves);
    let shelf = cx.read(move |conn| shelves.current(conn)).await?;
    let (pairs, filter, errors) = match kind {
        SearchKind::Offers => {
            let query = FindQuery::of(query);
            let asked = query.asked(&shelf, own);
            let pairs = asked.for_everybody(&query).pairs();
            (pairs, SearchFilter::Offers(Box::new(asked.filter)), asked.errors)
        }
        SearchKind::Needs => {
            let query = NeedQuery::of(query);
            let asked = query.asked(&shelf, own);
            let pairs = asked.for_everybody(&query).pairs();
            (pairs, SearchFilter::Needs(Box::new(asked.filter)), asked.errors)
        }
    };
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok((Sought { query, filter }, errors))
}

/// `GET /alerts/new`
pub(super) async fn begin(cx: Cx, _: Member<ManageNeeds>) -> WebResult<HttpResponse> {
    let asked: Typed = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let kind = asked.kind();
    let words = match kind {
        SearchKind::Offers => FindQuery::of(cx.query()).words().to_owned(),
        SearchKind::Needs => NeedQuery::of(cx.query()).words().to_owned(),
    };
    let called = serde_html_form::from_str::<Called>(cx.query()).unwrap_or_default().called;
    let name = match (called.trim(), words) {
        ("", words) if words.is_empty() => format!("New {}", kind.many()),
        ("", words) => words,
        (called, _) => called.chars().take(80).collect(),
    };
    let (sought, _) = sought(&cx, kind, cx.query()).await?;
    let typed = Typed {
        name,
        cadence: "daily".to_owned(),
        query: sought.query,
        looks_for: kind.as_str().to_owned(),
        version: None,
    };
    Ok(cx.page("Save this search", views::begin(&cx, &typed, &FieldErrors::default())))
}

/// `POST /alerts`
pub(super) async fn save(cx: Cx, member: Member<ManageNeeds>, form: Form<Typed>) -> WebResult<HttpResponse> {
    let (typed, now) = (form.into_inner(), cx.now());
    match Kept::parse(&typed.name, &typed.cadence) {
        Ok(kept) => {
            let (sought, _) = sought(&cx, typed.kind(), &typed.query).await?;
            match cx.try_write(move |tx| commands::save(tx, &member, &kept, &sought, now)).await {
                Ok(_) => {
                    Ok(cx.done(urls::LIST, "Your search is saved. You are told of what is new from now on"))
                }
                Err(AlertError::Kept { id, name }) => {
                    let told = format!("You keep this search already, as “{name}”, so it is not saved twice");
                    Ok(cx.done(&urls::search(id), &told))
                }
                Err(error) => Err(error.into()),
            }
        }
        Err(errors) => Ok(cx.invalid("Save this search", &errors, views::begin(&cx, &typed, &errors))),
    }
}

async fn one(cx: &Cx, member: &Member<ManageNeeds>, id: &str) -> WebResult<SavedSearch> {
    let id = search_id(id)?;
    let member = member.clone();
    cx.read(move |conn| queries::search(conn, &member, id)).await
}

/// The id in a path; anything else names nothing.
fn search_id(raw: &str) -> WebResult<SavedSearchId> {
    raw.parse().map_err(|_| WebError::NotFound)
}

/// `GET /alerts/{id}`
pub(super) async fn edit(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<String>,
) -> WebResult<HttpResponse> {
    let search = one(&cx, &member, &id).await?;
    let typed = Typed {
        name: search.name.clone(),
        cadence: search.cadence.as_str().to_owned(),
        query: search.query.clone(),
        looks_for: search.kind.as_str().to_owned(),
        version: Some(search.version),
    };
    Ok(cx.page("Change a saved search", views::edit(&cx, &search, &typed, &FieldErrors::default())))
}

/// `POST /alerts/{id}`
pub(super) async fn change(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<String>,
    form: Form<Typed>,
) -> WebResult<HttpResponse> {
    let (typed, now) = (form.into_inner(), cx.now());
    match Kept::parse(&typed.name, &typed.cadence) {
        Ok(kept) => {
            let id = search_id(&id)?;
            cx.write(move |tx| commands::change(tx, &member, id, typed.version, &kept, now)).await?;
            Ok(cx.done(urls::LIST, "Your search is changed"))
        }
        Err(errors) => {
            let search = one(&cx, &member, &id).await?;
            Ok(cx.invalid("Change a saved search", &errors, views::edit(&cx, &search, &typed, &errors)))
        }
    }
}

/// `GET /alerts/{id}/delete`
pub(super) async fn ask_delete(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<String>,
) -> WebResult<HttpResponse> {
    let search = one(&cx, &member, &id).await?;
    Ok(cx.page("Delete this search?", views::ask_delete(&cx, &search)))
}

/// `POST /alerts/{id}/delete`
pub(super) async fn delete(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<String>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (id, now) = (search_id(&id)?, cx.now());
    cx.write(move |tx| commands::delete(tx, &member, id, now)).await?;
    Ok(cx.done(urls::LIST, "Your search is deleted"))
}
