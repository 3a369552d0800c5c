//! The consumer gives a leg the purchase order reference that its invoices quote.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::agreements::queries::{self as agreements, LegView};
use crate::charges::{ChargesError, commands};
use crate::kernel::FieldErrors;
use crate::kernel::ids::LegId;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{TextField, TextKind, Width, actions, back_link, button, heading, post_form};
use crate::web::urls::charges as addresses;

const TITLE: &str = "Purchase order reference";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReferenceForm {
    po_ref: String,
}

/// `GET /finance/legs/{id}/po-reference`
pub(super) async fn form(
    cx: Cx,
    member: Member<ManageFinance>,
    id: web::Path<LegId>,
) -> WebResult<HttpResponse> {
    let leg = find(&cx, &member, id.into_inner()).await?;
    if leg.consumer != member.body() {
        return Err(ChargesError::NotTheConsumer.into());
    }
    Ok(cx.page(TITLE, page(&cx, &leg, leg.po_ref.as_deref().unwrap_or_default(), &FieldErrors::default())))
}

/// `POST /finance/legs/{id}/po-reference`
pub(super) async fn submit(
    cx: Cx,
    member: Member<ManageFinance>,
    id: web::Path<LegId>,
    form: Form<ReferenceForm>,
) -> WebResult<HttpResponse> {
    let (id, now, by, reference) = (id.into_inner(), cx.now(), member.clone(), form.po_ref.clone());
    match cx.try_write(move |tx| commands::set_po_reference(tx, &by, id, &reference, now)).await {
        Ok(()) => Ok(cx.done(addresses::FINANCE, "The next invoice will quote the purchase order")),
        Err(ChargesError::Invalid(errors)) => {
            let leg = find(&cx, &member, id).await?;
            Ok(cx.invalid(TITLE, &errors, page(&cx, &leg, &form.po_ref, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(cx: &Cx, member: &Member<ManageFinance>, id: LegId) -> WebResult<LegView> {
    let body = member.body();
    cx.read(move |conn| agreements::leg_of_party(conn, body, id)).await?.ok_or(WebError::NotFound)
}

fn page(cx: &Cx, leg: &LegView, typed: &str, errors: &FieldErrors) -> Markup {
    let field = TextField {
        name: "po_ref",
        label: "Reference",
        hint: Some(
            "As your finance system writes it, for example PO-4501177. It cannot be changed afterwards",
        ),
        value: typed,
        error: errors.of("po_ref"),
        kind: TextKind::Code,
        width: Width::Medium,
        ..TextField::default()
    };
    let caption = format!("{} from {}, {}", leg.service_name, leg.provider_name, leg.agreement_reference);
    html! {
        (back_link(addresses::FINANCE))
        (heading(&caption, TITLE))
        p.lede { "Every invoice for this service that is issued from now on quotes it." }
        (post_form(&addresses::po_reference(leg.id), &cx.once(), html! {
            (field.render())
            (actions(html! { (button("Save the reference")) a href=(addresses::FINANCE) { "Not now" } }))
        }))
    }
}
