//! The list of invoices, in and out.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::invoices_form::InvoicesForm;
use super::views::{direction_label, direction_tag, due, state_tag};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::charges::queries::{self, Direction, InvoiceOrder, InvoiceState, InvoiceView, Totals};
use crate::kernel::ids::BodyId;
use crate::kernel::{Month, Page, london};
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::ui::{
    self, ActiveFilter, Choice, Column, FilterPanel, Link, Row, Search, Select, Table, active_filters,
    breadcrumbs, date_short, empty_state, money, pagination,
};
use crate::web::urls::charges as addresses;

const PER_PAGE: u32 = 25;

/// Everything the page shows.
struct Listing {
    invoices: Page<InvoiceView>,
    totals: Totals,
    partners: Vec<(BodyId, String)>,
    body: BodyId,
    today: NaiveDate,
}

/// `GET /finance/invoices`
pub(super) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    form: web::Query<InvoicesForm>,
) -> WebResult<HttpResponse> {
    let (body, today, form) = (member.body(), london::date(cx.now()), form.into_inner());
    let (filter, page) = (form.filter(), form.page(PER_PAGE));
    let listing = cx
        .read(move |conn| {
            Ok::<_, StorageError>(Listing {
                invoices: queries::invoices(conn, body, &filter, today, page)?,
                totals: queries::totals(conn, body, &filter, today)?,
                partners: queries::partners(conn, body)?,
                body,
                today,
            })
        })
        .await?;
    Ok(cx.page("Invoices", view(&listing, &form)))
}

/// `GET /finance/invoices.csv`
pub(super) async fn csv(
    cx: Cx,
    member: Member<ReadBody>,
    form: web::Query<InvoicesForm>,
) -> WebResult<HttpResponse> {
    let (body, today, filter) = (member.body(), london::date(cx.now()), form.filter());
    let invoices =
        cx.read(move |conn| every_page(|page| queries::invoices(conn, body, &filter, today, page))).await?;
    Ok(answer::csv("invoices", &CSV_HEADER, invoices.iter().map(csv_row)))
}

pub(super) const CSV_HEADER: [&str; 16] = [
    "Number",
    "From",
    "To",
    "Agreement",
    "Month",
    "Description",
    "Quantity",
    "Purchase order",
    "VAT treatment",
    "Net",
    "VAT",
    "Gross",
    "Set off",
    "Left to pay",
    "Issued",
    "Due",
];

pub(super) fn csv_row(invoice: &InvoiceView) -> Vec<String> {
    vec![
        invoice.number.clone(),
        invoice.provider_name.clone(),
        invoice.consumer_name.clone(),
        invoice.agreement_reference.clone(),
        invoice.month.iso(),
        invoice.description.clone(),
        invoice.quantity.plain(),
        invoice.po_ref.clone().unwrap_or_default(),
        invoice.vat_treatment.as_str().to_owned(),
        invoice.net.plain(),
        invoice.vat.plain(),
        invoice.gross.plain(),
        invoice.set_off.plain(),
        invoice.to_pay().plain(),
        invoice.issued_on.to_string(),
        invoice.due_on.to_string(),
    ]
}

fn view(listing: &Listing, form: &InvoicesForm) -> Markup {
    let nothing_asked = form.kept(&["sort"]).is_empty();
    html! {
        (breadcrumbs(&[Link::new("Finance", addresses::FINANCE)]))
        h1 { "Invoices" }
        @if listing.invoices.items.is_empty() && nothing_asked {
            (empty_state(
                "No invoices yet",
                "Closing a month turns what was accepted into invoices.",
                Some(ui::button_link("Months to close", addresses::FINANCE)),
            ))
        } @else {
            (Search {
                action: addresses::INVOICES, name: "q", label: "Number, purchase order or agreement",
                value: &form.q, kept: &form.kept(&["q"]),
            }.render())
            (active_filters(&chips(listing, form), addresses::INVOICES))
            div.split {
                (panel(listing, form).render())
                div {
                    (table(listing, form))
                    (pagination(listing.invoices.request.number(), listing.invoices.pages(), |page| {
                        form.href(&[], &[("page", &page.to_string())])
                    }))
                }
            }
        }
    }
}

fn table(listing: &Listing, form: &InvoicesForm) -> Markup {
    let order = form.filter().order;
    let sortable = |column: Column, by: InvoiceOrder| {
        let sorted = (order == by).then_some(match by {
            InvoiceOrder::Newest | InvoiceOrder::Largest => ui::Direction::Descending,
            InvoiceOrder::Oldest | InvoiceOrder::Number | InvoiceOrder::DueFirst => ui::Direction::Ascending,
        });
        column.sortable(form.href(&["sort"], &[("sort", by.as_str())]), sorted)
    };
    let issued = if order == InvoiceOrder::Newest { InvoiceOrder::Oldest } else { InvoiceOrder::Newest };
    let issued_by =
        if order == InvoiceOrder::Oldest || order == InvoiceOrder::Newest { order } else { issued };
    let issued_sorted = (order == issued_by).then_some(match order {
        InvoiceOrder::Newest => ui::Direction::Descending,
        _ => ui::Direction::Ascending,
    });
    let issued_href = form.href(&["sort"], &[("sort", issued.as_str())]);
    Table::new("Invoices")
        .hidden_caption()
        .columns([
            sortable(Column::unbroken("Number"), InvoiceOrder::Number),
            Column::text("With"),
            Column::unbroken("Issued").sortable(issued_href, issued_sorted),
            sortable(Column::unbroken("Due"), InvoiceOrder::DueFirst),
            sortable(Column::numeric("Gross"), InvoiceOrder::Largest),
            Column::numeric("Left to pay"),
        ])
        .empty("No invoice fits these filters.")
        .rows(listing.invoices.items.iter().map(|invoice| row(invoice, listing)))
        .foot(foot(&listing.totals))
        .csv(format!("{}{}", addresses::INVOICES_CSV, form.href(&[], &[])))
        .render()
}

fn row(invoice: &InvoiceView, listing: &Listing) -> Row {
    Row::new([
        html! {
            a href=(addresses::invoice(invoice.id)) { (invoice.number) }
            p.meta { (invoice.description) ", " (invoice.month) }
        },
        html! { (invoice.partner_name(listing.body)) p.meta { (direction_tag(invoice.direction(listing.body))) } },
        html! { (date_short(invoice.issued_on)) },
        html! { (due(invoice)) p.meta { (state_tag(invoice.state(listing.today))) } },
        html! { (money(invoice.gross)) },
        html! { (money(invoice.to_pay())) },
    ])
}

/// The totals of everything that fits the filters, not only of this page.
fn foot(totals: &Totals) -> Row {
    let label = format!("All {}", ui::plural(totals.count, "invoice", "invoices"));
    let blank = || html! {};
    Row::new([
        html! { (label) },
        blank(),
        blank(),
        blank(),
        html! { (money(totals.gross)) },
        html! { (money(totals.to_pay)) },
    ])
}

fn chips(listing: &Listing, form: &InvoicesForm) -> Vec<ActiveFilter> {
    let filter = form.filter();
    let partner = filter.partner.and_then(|id| listing.partners.iter().find(|(partner, _)| *partner == id));
    let labels = [
        ("q", (!form.q.is_empty()).then(|| format!("“{}”", form.q))),
        ("direction", filter.direction.map(|direction| direction_label(direction).to_owned())),
        ("state", filter.state.map(|state| state.label().to_owned())),
        ("month", filter.month.map(|month| month.to_string())),
        ("partner", partner.map(|(_, name)| name.clone())),
        ("agreement", filter.agreement.map(|_| "One agreement".to_owned())),
    ];
    let chip = |(name, label): (&str, Option<String>)| {
        Some(ActiveFilter { label: label?, remove_href: form.href(&[name], &[]) })
    };
    labels.into_iter().filter_map(chip).collect()
}

fn panel(listing: &Listing, form: &InvoicesForm) -> FilterPanel {
    let directions = Direction::ALL.iter().map(|way| Choice::new(way.as_str(), direction_label(*way)));
    let states = InvoiceState::ALL.iter().map(|state| Choice::new(state.as_str(), state.label()));
    let partners = listing.partners.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let this_month = Month::of(listing.today);
    let months = (0..24).map(|ago| this_month.plus(-ago));
    let months = months.map(|month| Choice::new(month.iso(), month.to_string()));
    let select = |name, label, choices: Vec<Choice>, value: &str| {
        Select { name, label, prompt: Some("All"), choices: &choices, value, ..Select::default() }.render()
    };
    let fields = html! {
        (select("direction", "Way", directions.collect(), &form.direction))
        (select("state", "State", states.collect(), &form.state))
        (select("partner", "With", partners.collect(), &form.partner))
        (select("month", "Month of supply", months.collect(), &form.month))
    };
    FilterPanel {
        action: addresses::INVOICES.to_owned(),
        chosen: form.kept(&["q", "sort", "agreement"]).len(),
        kept: form.kept(&["direction", "state", "partner", "month"]),
        fields: Some(fields),
        ..FilterPanel::default()
    }
}
