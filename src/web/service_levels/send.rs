//! The provider's forms: a month's return, and the correction of what was disputed.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::answer::{Fields, version};
use super::returns::find;
use super::views::{figure, promised};
use crate::access::Member;
use crate::access::capability::ManageService;
use crate::agreements::queries::{self as agreements, LegKpi, LegView};
use crate::kernel::ids::{LegId, ReturnId};
use crate::kernel::{FieldErrors, Month, unit};
use crate::service_levels::commands;
use crate::service_levels::figures::{Draft, DraftCount, MOST_WORDS, count_fields};
use crate::service_levels::model::ReturnView;
use crate::service_levels::queries;
use crate::service_levels::state::LineEvent;
use crate::service_levels::{ServiceLevelsError, figures};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{
    Need, TextArea, TextField, TextKind, Width, actions, back_link, banner, button, heading, post_form,
};
use crate::web::urls::service_levels as addresses;

const SEND: &str = "Send the return";
const CORRECT: &str = "Correct the disputed lines";

/// `GET /legs/{leg}/returns/{month}`
pub(super) async fn form(
    cx: Cx,
    member: Member<ManageService>,
    path: web::Path<(LegId, Month)>,
) -> WebResult<HttpResponse> {
    let (leg, month) = path.into_inner();
    let view = leg_to_report(&cx, &member, leg).await?;
    if let Some(sent) = cx.read(move |conn| queries::return_of_month(conn, leg, month)).await? {
        return Ok(cx.see_other(&addresses::one(sent)));
    }
    let now = cx.now();
    commands::check_may_send(&member, &view, month, now)?;
    Ok(cx.page(SEND, send_page(&cx, &view, month, &Fields::new(), &FieldErrors::default())))
}

/// `POST /legs/{leg}/returns/{month}`
pub(super) async fn submit(
    cx: Cx,
    member: Member<ManageService>,
    path: web::Path<(LegId, Month)>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let ((leg, month), fields, now) = (path.into_inner(), form.into_inner(), cx.now());
    let (by, draft) = (member.clone(), draft(&fields));
    match cx.try_write(move |tx| commands::submit(tx, &by, leg, month, &draft, now)).await {
        Ok(id) => Ok(cx.done(&addresses::one(id), "The return has been sent")),
        Err(ServiceLevelsError::Invalid(errors)) => {
            let view = leg_to_report(&cx, &member, leg).await?;
            Ok(cx.invalid(SEND, &errors, send_page(&cx, &view, month, &fields, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /returns/{id}/correct`
pub(super) async fn correct_form(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
) -> WebResult<HttpResponse> {
    let view = find(&cx, member.body(), id.into_inner()).await?;
    if view.leg.provider != member.body() {
        return Err(WebError::from(ServiceLevelsError::NotTheProvider));
    }
    let typed = as_they_stand(&view);
    Ok(cx.page(CORRECT, correct_page(&cx, &view, &typed, &FieldErrors::default())))
}

/// `POST /returns/{id}/correct`
pub(super) async fn correct(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    form: Form<Fields>,
) -> WebResult<HttpResponse> {
    let (id, fields, now) = (id.into_inner(), form.into_inner(), cx.now());
    let (by, draft, version) = (member.clone(), draft(&fields), version(&fields));
    match cx.try_write(move |tx| commands::correct(tx, &by, id, version, &draft, now)).await {
        Ok(_) => Ok(cx.done(&addresses::one(id), "The correction has been sent")),
        Err(ServiceLevelsError::Invalid(errors)) => {
            let view = find(&cx, member.body(), id).await?;
            Ok(cx.invalid(CORRECT, &errors, correct_page(&cx, &view, &fields, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn leg_to_report(cx: &Cx, member: &Member<ManageService>, leg: LegId) -> WebResult<LegView> {
    let body = member.body();
    cx.read(move |conn| agreements::leg_of_party(conn, body, leg)).await?.ok_or(WebError::NotFound)
}

/// What was typed, as the command takes it.
fn draft(fields: &Fields) -> Draft {
    let typed = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let count = |name: &String| {
        let number: i32 = name.strip_prefix("kpi-")?.strip_suffix("-numerator")?.parse().ok()?;
        let (numerator, denominator) = count_fields(number);
        Some(DraftCount { number, numerator: typed(&numerator), denominator: typed(&denominator) })
    };
    Draft {
        quantity: typed("quantity"),
        counts: fields.keys().filter_map(count).collect(),
        note: typed("note"),
    }
}

/// The disputed figures as they are, so that a provider who stands by one need not type it again.
fn as_they_stand(view: &ReturnView) -> Fields {
    let mut fields = Fields::new();
    for line in view.lines_that_allow(LineEvent::Correct) {
        match line.measure {
            figures::Measure::Quantity(quantity) => {
                fields.insert("quantity".to_owned(), quantity.plain());
            }
            figures::Measure::Proportion(proportion) => {
                let (numerator, denominator) = count_fields(line.number);
                fields.insert(numerator, proportion.numerator().to_string());
                fields.insert(denominator, proportion.denominator().to_string());
            }
        }
    }
    fields
}

fn send_page(cx: &Cx, leg: &LegView, month: Month, typed: &Fields, errors: &FieldErrors) -> Markup {
    let caption = format!("{}, {} for {}", month, leg.service_name, leg.consumer_name);
    let agreed = format!("The agreement says {} a month", unit::counted(leg.quantity_per_month, &leg.unit));
    html! {
        (back_link(addresses::RETURNS))
        (heading(&caption, SEND))
        p.lede { (leg.consumer_name) " looks at every line, and accepts it or says why not." }
        (post_form(&addresses::new_return(leg.id, month), &cx.once(), html! {
            (quantity_field(&agreed, &leg.unit, typed, errors))
            @for kpi in &leg.kpis { (kpi_fields(kpi, None, typed, errors)) }
            (note_field("Anything the consumer should know", typed, errors))
            (actions(html! { (button(SEND)) a href=(addresses::RETURNS) { "Not now" } }))
        }))
    }
}

fn correct_page(cx: &Cx, view: &ReturnView, typed: &Fields, errors: &FieldErrors) -> Markup {
    html! {
        (back_link(&addresses::one(view.id)))
        (heading(&view.title(), CORRECT))
        p.lede { "Give other figures, or leave them as they are and say why. "
            (view.leg.consumer_name) " then decides again." }
        (post_form(&addresses::correct(view.id), &cx.once(), html! {
            input type="hidden" name="version" value=(view.version);
            @for line in view.lines_that_allow(LineEvent::Correct) {
                @let said = format!("You sent {}. Agreed: {}", figure(line, &view.leg.unit), promised(line, view));
                @if let Some(reason) = &line.reason { (banner(html! { p { "Disputed: “" (reason) "”" } })) }
                @match &line.kpi {
                    Some(kpi) => { (kpi_fields(kpi, Some(&said), typed, errors)) }
                    None => { (quantity_field(&said, &view.leg.unit, typed, errors)) }
                }
            }
            (note_field("What you say to the dispute", typed, errors))
            (actions(html! { (button("Send the correction")) a href=(addresses::one(view.id)) { "Not now" } }))
        }))
    }
}

fn quantity_field(hint: &str, unit: &str, typed: &Fields, errors: &FieldErrors) -> Markup {
    TextField {
        name: "quantity",
        label: "Quantity delivered",
        hint: Some(hint),
        value: typed.get("quantity").map(String::as_str).unwrap_or_default(),
        error: errors.of("quantity"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some(&unit::plural(unit)),
        ..TextField::default()
    }
    .render()
}

fn kpi_fields(kpi: &LegKpi, said: Option<&str>, typed: &Fields, errors: &FieldErrors) -> Markup {
    let (numerator, denominator) = count_fields(kpi.number);
    let field = |name: &str, label: &str| {
        TextField {
            name,
            label,
            value: typed.get(name).map(String::as_str).unwrap_or_default(),
            error: errors.of(name),
            kind: TextKind::WholeNumber,
            width: Width::Short,
            ..TextField::default()
        }
        .render()
    };
    html! {
        div.panel {
            fieldset {
                legend { (kpi.name) }
                p.hint { @match said { Some(said) => { (said) } None => { "Target: " (kpi.target) " or more" } } }
                (field(&denominator, "How many there were"))
                (field(&numerator, "How many of them met the standard"))
            }
        }
    }
}

fn note_field(label: &str, typed: &Fields, errors: &FieldErrors) -> Markup {
    TextArea {
        name: "note",
        label,
        value: typed.get("note").map(String::as_str).unwrap_or_default(),
        error: errors.of("note"),
        need: Need::Optional,
        rows: Some(3),
        most: u32::try_from(MOST_WORDS).ok(),
        ..TextArea::default()
    }
    .render()
}
