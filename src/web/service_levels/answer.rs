//! The consumer's answer: all lines at once, or line by line.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use super::returns::find;
use super::views::{figure, lines_table, promised};
use crate::access::Member;
use crate::access::capability::ManageService;
use crate::kernel::FieldErrors;
use crate::kernel::ids::ReturnId;
use crate::service_levels::commands::{self, Answer, LineAnswer};
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::state::LineEvent;
use crate::service_levels::{ServiceLevelsError, figures};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{
    ButtonLook, Choice, Confirm, Radios, TextArea, actions, back_link, button, heading, post_form,
};
use crate::web::urls::service_levels as addresses;

const TITLE: &str = "Answer the return";

/// What the form of a return sent: its fields depend on the return's lines.
pub(super) type Fields = BTreeMap<String, String>;

/// The version the page was made from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct VersionForm {
    version: i64,
}

/// `GET /returns/{id}/answer`
pub(super) async fn form(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
) -> WebResult<HttpResponse> {
    let view = to_answer(&cx, &member, id.into_inner()).await?;
    Ok(cx.page(TITLE, answer_page(&cx, &view, &Fields::new(), &FieldErrors::default())))
}

/// `POST /returns/{id}/answer`
pub(super) async fn submit(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (id, now, fields) = (id.into_inner(), cx.now(), form.into_inner());
    let (by, answers, version) = (member.clone(), answers(&fields), version(&fields));
    let answered = cx.try_write(move |tx| commands::answer(tx, &by, id, version, &answers, now)).await;
    match answered {
        Ok(_) => Ok(cx.done(&addresses::one(id), "Your answer has been sent")),
        Err(ServiceLevelsError::Invalid(errors)) => {
            let view = find(&cx, member.body(), id).await?;
            Ok(cx.invalid(TITLE, &errors, answer_page(&cx, &view, &fields, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /returns/{id}/accept`
pub(super) async fn confirm_accept(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
) -> WebResult<HttpResponse> {
    let view = to_answer(&cx, &member, id.into_inner()).await?;
    Ok(cx.page("Accept the whole return?", accept_page(&cx, &view)))
}

/// `POST /returns/{id}/accept`
pub(super) async fn accept(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    form: Form<VersionForm>,
) -> WebResult<HttpResponse> {
    let (id, version, now) = (id.into_inner(), form.version, cx.now());
    cx.write(move |tx| commands::accept_all(tx, &member, id, version, now)).await?;
    Ok(cx.done(&addresses::one(id), "You have accepted the return"))
}

/// The return, as long as the acting body is the one to answer it.
async fn to_answer(cx: &Cx, member: &Member<ManageService>, id: ReturnId) -> WebResult<ReturnView> {
    let view = find(cx, member.body(), id).await?;
    if view.leg.consumer == member.body() {
        Ok(view)
    } else {
        Err(WebError::from(ServiceLevelsError::NotTheConsumer))
    }
}

pub(super) fn version(fields: &Fields) -> i64 {
    fields.get("version").and_then(|version| version.parse().ok()).unwrap_or_default()
}

fn answers(fields: &Fields) -> Vec<LineAnswer> {
    let answer = |(name, value): (&String, &String)| {
        let number: i32 = name.strip_prefix("answer-")?.parse().ok()?;
        let answer = match value.as_str() {
            "accept" => Answer::Accept,
            "dispute" => {
                Answer::Dispute(fields.get(&format!("reason-{number}")).cloned().unwrap_or_default())
            }
            _ => return None,
        };
        Some(LineAnswer { number, answer })
    };
    fields.iter().filter_map(answer).collect()
}

fn answer_page(cx: &Cx, view: &ReturnView, fields: &Fields, errors: &FieldErrors) -> Markup {
    html! {
        (back_link(&addresses::one(view.id)))
        (heading(&view.title(), TITLE))
        p.lede { "What you accept can be charged and cannot be disputed later. Lines you leave for later stay as they are." }
        (post_form(&addresses::answer(view.id), &cx.once(), html! {
            input type="hidden" name="version" value=(view.version);
            @for line in view.lines_that_allow(LineEvent::Accept) { (line_fields(line, view, fields, errors)) }
            (actions(html! { (button("Send the answer")) a href=(addresses::one(view.id)) { "Not now" } }))
        }))
    }
}

fn line_fields(line: &LineView, view: &ReturnView, fields: &Fields, errors: &FieldErrors) -> Markup {
    let (answer, reason) = (format!("answer-{}", line.number), format!("reason-{}", line.number));
    let typed = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default().to_owned();
    let mut choices = vec![Choice::new("accept", "Accept")];
    if line.state.allows(LineEvent::Dispute) {
        choices.push(Choice::new("dispute", "Dispute"));
    }
    let legend = format!("{}: {}", line.name(), figure(line, &view.leg.unit));
    let hint = format!("Agreed: {}", promised(line, view));
    let radios = Radios {
        name: &answer,
        legend: &legend,
        hint: Some(&hint),
        choices: &choices,
        value: &typed(&answer),
        error: errors.of(&answer),
        ..Radios::default()
    };
    let label = format!("If you dispute “{}”, why", line.name());
    let area = TextArea {
        name: &reason,
        label: &label,
        value: &typed(&reason),
        error: errors.of(&reason),
        rows: Some(2),
        most: u32::try_from(figures::MOST_WORDS).ok(),
        ..TextArea::default()
    };
    html! {
        div.panel {
            (radios.render())
            @if line.state.allows(LineEvent::Dispute) { (area.render()) }
        }
    }
}

fn accept_page(cx: &Cx, view: &ReturnView) -> Markup {
    let consequences = [
        "Every line that waits for an answer is accepted as it stands.".to_owned(),
        "What you accept can be charged, and cannot be disputed later.".to_owned(),
    ];
    let confirm = Confirm {
        question: "Accept the whole return?",
        consequences: &consequences,
        action: &addresses::accept(view.id),
        keys: &cx.once(),
        deed: "Accept all lines",
        look: ButtonLook::Main,
        fields: Some(html! { input type="hidden" name="version" value=(view.version); }),
        way_out: "Go back",
        way_out_href: &addresses::one(view.id),
    };
    html! { (confirm.render()) h2 { (view.title()) } (lines_table(view)) }
}
