//! What one unit costs its provider: a page and an answer for those who do not know their price yet.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::unit_cost::{TypedCosts, UnitCost};
use crate::catalogue::{commands, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{FieldErrors, Rate};
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::{
    MoneyField, Need, SummaryRow, TextField, TextKind, Width, actions, back_link, button, button_link,
    heading, post_form, quiet_button_link, summary_list,
};
use crate::web::urls::catalogue as urls;

/// A year's costs and units, as typed.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct CostQuery {
    /// What the service costs in a year, in pounds: staff, supplies and contracts that are there for it alone.
    direct: String,
    /// Its share of management and support services.
    overheads: String,
    /// Its share of buildings, equipment and licences, by their yearly loss of value.
    assets: String,
    /// What the employer pays for the pensions of its staff.
    pension: String,
    /// How many units a year these costs are for.
    units: String,
}

impl CostQuery {
    fn typed(&self) -> TypedCosts {
        TypedCosts {
            direct: self.direct.clone(),
            overheads: self.overheads.clone(),
            assets: self.assets.clone(),
            pension: self.pension.clone(),
            units: self.units.clone(),
        }
    }
}

/// What one unit costs, in pounds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitCostAnswer {
    /// All costs of the year.
    total: String,
    units: String,
    /// Everything, for each unit: the total cost of the Service Reporting Code of Practice.
    full: String,
    /// Direct cost and pensions alone.
    direct: String,
}

const TITLE: &str = "What does one unit cost you?";

/// Where the figures belong, and what they are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CostForm {
    direct: String,
    overheads: String,
    assets: String,
    pension: String,
    units: String,
    /// The offer whose price is worked out, if it is one's.
    offer: String,
    /// Where the writer of the offer goes on after its price.
    then: String,
}

impl CostForm {
    fn typed(&self) -> TypedCosts {
        TypedCosts {
            direct: self.direct.clone(),
            overheads: self.overheads.clone(),
            assets: self.assets.clone(),
            pension: self.pension.clone(),
            units: self.units.clone(),
        }
    }

    fn with(self, costs: TypedCosts) -> Self {
        let TypedCosts { direct, overheads, assets, pension, units } = costs;
        Self { direct, overheads, assets, pension, units, ..self }
    }
}

/// `GET /offers/unit-cost`: empty, or with the figures that are kept with a draft. The address has none of them: what
/// somebody earns has no place in a log.
pub(super) async fn page(
    cx: Cx,
    member: Member<ManageOffers>,
    query: web::Query<CostForm>,
) -> WebResult<HttpResponse> {
    let CostForm { offer, then, .. } = query.into_inner();
    let blank = CostForm { offer, then, ..CostForm::default() };
    let Ok(id) = blank.offer.parse::<OfferId>() else { return Ok(worked_out(&cx, &blank)) };
    let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
    let costs = offer.draft.map(|draft| draft.costs).unwrap_or_default();
    Ok(worked_out(&cx, &blank.with(costs)))
}

/// `POST /offers/unit-cost`
pub(super) async fn work_out(
    cx: Cx,
    member: Member<ManageOffers>,
    form: Form<CostForm>,
) -> WebResult<HttpResponse> {
    let (form, now) = (form.into_inner(), cx.now());
    let errors = UnitCost::of(&form.typed()).err();
    match (form.offer.parse::<OfferId>(), errors) {
        (Ok(id), None) => {
            let costs = form.typed();
            cx.write(move |tx| commands::keep_costs(tx, &member, id, costs, now)).await?;
            Ok(cx.see_other(&urls::unit_cost(id, &form.then)))
        }
        (_, Some(errors)) => Ok(cx.invalid(TITLE, &errors, view(&cx, &form, None, &errors))),
        (Err(_), None) => Ok(worked_out(&cx, &form)),
    }
}

/// What follows from the figures, as soon as there are some.
fn worked_out(cx: &Cx, form: &CostForm) -> HttpResponse {
    let cost = UnitCost::of(&form.typed()).ok();
    cx.page(TITLE, view(cx, form, cost.as_ref(), &FieldErrors::default()))
}

/// What one unit costs its provider
///
/// Nothing is kept: it adds up a year's costs and divides them by the units, rounded up to the next ten-thousandth of a pound.
#[utoipa::path(
    get, path = "/unit-cost", tag = "Offers", params(CostQuery),
    responses((status = 200, body = UnitCostAnswer), (status = 400, body = Problem), (status = 422, body = Problem)),
)]
pub(super) async fn api(query: web::Query<CostQuery>) -> WebResult<HttpResponse> {
    let cost = UnitCost::of(&query.typed())?;
    Ok(HttpResponse::Ok().json(UnitCostAnswer {
        total: cost.total.plain(),
        units: cost.units.plain(),
        full: cost.full.plain(),
        direct: cost.direct.plain(),
    }))
}

fn view(cx: &Cx, query: &CostForm, cost: Option<&UnitCost>, errors: &FieldErrors) -> Markup {
    let offer = query.offer.parse::<OfferId>().ok();
    let back =
        offer.map_or_else(|| urls::OUR_OFFERS.to_owned(), |id| urls::priced_offer(id, None, &query.then));
    let money = |name, label, hint, value| {
        let (hint, need, error) = (Some(hint), Need::Optional, errors.of(name));
        MoneyField { name, label, hint, value, error, need, ..MoneyField::default() }.render()
    };
    let units = TextField {
        name: "units",
        label: "How many units a year is that for?",
        hint: Some("Such as payslips, audit days or rack units times twelve months"),
        value: &query.units,
        error: errors.of("units"),
        kind: TextKind::Decimal,
        width: Width::Short,
        ..TextField::default()
    };
    html! {
        (back_link(&back))
        (heading("List an offer", "What does one unit cost you?"))
        @if let Some(cost) = cost { (answer(cost, offer.map(|id| (id, query.then.as_str())))) }
        p.hint {
            "Take a year that is over, or the budget of this one. "
            @if offer.is_some() {
                "Your figures are kept with this draft until it is published. Only your own body can see them."
            } @else { "Nothing you enter here is kept." }
        }
        (post_form(urls::UNIT_COST, &cx.repeatable(), html! {
            @if let Some(id) = offer { input type="hidden" name="offer" value=(id); }
            @if !query.then.is_empty() { input type="hidden" name="then" value=(query.then); }
            (money("direct", "Direct costs in a year", "Staff, supplies and contracts for this service alone, without pensions: they have a box of their own", &query.direct))
            (money("overheads", "Share of overheads", "Management, finance, HR and other support", &query.overheads))
            (money("assets", "Share of assets", "Buildings, equipment and licences: what they lose in value in a year", &query.assets))
            (money("pension", "Pensions", "What you pay as the employer of the staff", &query.pension))
            (units.render())
            (actions(button("Work it out")))
        }))
    }
}

fn answer(cost: &UnitCost, offer: Option<(OfferId, &str)>) -> Markup {
    let with = |id, then, rate: &Rate| urls::priced_offer(id, Some(&rate.plain()), then);
    let rows = [
        SummaryRow::text("Costs of the year", cost.total.to_string()),
        SummaryRow::text("Units of the year", cost.units.to_string()),
        SummaryRow::text("Full cost of a unit", cost.full.to_string()),
        SummaryRow::text("Direct cost of a unit, with pensions", cost.direct.to_string()),
    ];
    html! {
        h2 { "One unit costs you " (cost.full) }
        (summary_list(&rows))
        p { "The full cost has a fair share of everything in it. The direct cost is direct costs and pensions alone: what \
             one more unit costs where the rest is there anyway. Both are rounded up." }
        @if let Some((id, then)) = offer {
            (actions(html! {
                (button_link("Use the full cost as the price", &with(id, then, &cost.full)))
                (quiet_button_link("Use the direct cost", &with(id, then, &cost.direct)))
            }))
        }
    }
}
