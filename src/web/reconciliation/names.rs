//! The pages of supplier names: those to decide, and those decided.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views;
use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::kernel::{FieldError, FieldErrors, PageRequest};
use crate::reconciliation::commands::{self, Decision};
use crate::reconciliation::model::Meaning;
use crate::reconciliation::{ReconciliationError, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::plural;
use crate::web::urls::reconciliation as urls;

const TITLE: &str = "Supplier names";
const SIZE: u32 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NamesQuery {
    pub(super) show: String,
    pub(super) q: String,
    pub(super) page: u32,
}

/// `GET /finance/ledger/names`
pub(super) async fn list(
    cx: Cx,
    by: Member<ManageFinance>,
    query: web::Query<NamesQuery>,
) -> WebResult<HttpResponse> {
    list_page(&cx, by, query.into_inner(), &FieldErrors::default()).await
}

async fn list_page(
    cx: &Cx,
    by: Member<ManageFinance>,
    query: NamesQuery,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let (search, page) = (query.q.clone(), PageRequest::new(query.page, SIZE));
    let keys = cx.once();
    let body = match query.show.as_str() {
        "decided" => {
            let decided = cx.read(move |conn| queries::decisions(conn, &by, &search, page)).await?;
            views::names::decided(&query, &decided)
        }
        "others" => {
            let names = cx.read(move |conn| queries::undecided_names(conn, &by, &search, page)).await?;
            views::names::others(&query, &names, &keys)
        }
        _ => {
            let names = cx.read(move |conn| queries::suggested_names(conn, &by, &search, page)).await?;
            views::names::suggested(&query, &names, &keys)
        }
    };
    Ok(if errors.is_empty() { cx.page(TITLE, body) } else { cx.invalid(TITLE, errors, body) })
}

/// Ticked names: each value is a body's id and a name, or a name alone for one that is no body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TickedForm {
    show: String,
    q: String,
    page: u32,
    names: Vec<String>,
}

/// `POST /finance/ledger/names`
pub(super) async fn decide_ticked(
    cx: Cx,
    by: Member<ManageFinance>,
    form: Form<TickedForm>,
) -> WebResult<HttpResponse> {
    let (now, form) = (cx.now(), form.into_inner());
    let decisions: Vec<Decision> =
        form.names.iter().filter_map(|ticked| ticked_decision(&form.show, ticked)).collect();
    let count = decisions.len();
    let query = NamesQuery { show: form.show, q: form.q, page: form.page };
    let member = by.clone();
    match cx.try_write(move |tx| commands::decide_names(tx, &member, &decisions, now)).await {
        Ok(matched) => {
            let here = urls::names(&query.show, &query.q, 1);
            Ok(cx.done(&here, &format!("{}. {}", decided_sentence(count), matched_sentence(matched))))
        }
        Err(ReconciliationError::Invalid(mut errors)) => {
            errors.0.iter_mut().for_each(|error| "names".clone_into(&mut error.field));
            list_page(&cx, by, query, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

fn ticked_decision(show: &str, ticked: &str) -> Option<Decision> {
    if show == "others" {
        return Some(Decision { supplier_name: ticked.to_owned(), meaning: Meaning::NotABody });
    }
    let (body, name) = ticked.split_once(' ')?;
    Some(Decision { supplier_name: name.to_owned(), meaning: Meaning::Body(body.parse().ok()?) })
}

fn decided_sentence(count: usize) -> String {
    format!("{} decided", plural(count, "supplier name", "supplier names"))
}

pub(super) fn matched_sentence(matched: usize) -> String {
    match matched {
        0 => "No further line matches an invoice".to_owned(),
        _ => format!("{} matched with an invoice", plural(matched, "line", "lines")),
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NameQuery {
    pub(super) name: String,
    pub(super) q: String,
}

/// `GET /finance/ledger/names/decide`
pub(super) async fn one(
    cx: Cx,
    by: Member<ManageFinance>,
    query: web::Query<NameQuery>,
) -> WebResult<HttpResponse> {
    one_page(&cx, by, query.into_inner(), &FieldErrors::default()).await
}

async fn one_page(
    cx: &Cx,
    by: Member<ManageFinance>,
    query: NameQuery,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let asked = query.clone();
    let (name, decided, found) = cx
        .read(move |conn| {
            let (name, decided) = queries::name(conn, &by, &asked.name)?;
            let found = queries::find_bodies(conn, &by, &asked.q)?;
            Ok::<_, ReconciliationError>((name, decided, found))
        })
        .await?;
    let body = views::name::one(&query, &name, decided.as_ref(), &found, &cx.once(), errors);
    Ok(if errors.is_empty() {
        cx.page("Who is this supplier?", body)
    } else {
        cx.invalid("Who is this supplier?", errors, body)
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecideForm {
    name: String,
    q: String,
    meaning: String,
}

/// `POST /finance/ledger/names/decide`
pub(super) async fn decide(
    cx: Cx,
    by: Member<ManageFinance>,
    form: Form<DecideForm>,
) -> WebResult<HttpResponse> {
    let (now, DecideForm { name, q, meaning }) = (cx.now(), form.into_inner());
    let query = NameQuery { name: name.clone(), q };
    let Some(meaning) = parse_meaning(&meaning) else {
        let error = FieldError::required("meaning", "Choose who this supplier is");
        return one_page(&cx, by, query, &error.into()).await;
    };
    let member = by.clone();
    let decision = Decision { supplier_name: name, meaning };
    match cx.try_write(move |tx| commands::decide_names(tx, &member, &[decision], now)).await {
        Ok(matched) => {
            let sentence = format!("{}. {}", decided_sentence(1), matched_sentence(matched));
            Ok(cx.done(urls::NAMES, &sentence))
        }
        Err(ReconciliationError::Invalid(errors)) => one_page(&cx, by, query, &errors).await,
        Err(error) => Err(error.into()),
    }
}

fn parse_meaning(raw: &str) -> Option<Meaning> {
    if raw == "not_a_body" { Some(Meaning::NotABody) } else { raw.parse().ok().map(Meaning::Body) }
}
