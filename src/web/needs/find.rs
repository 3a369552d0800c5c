//! What others need: the open needs, searched and filtered.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::words;
use crate::catalogue::model::{Family, Service};
use crate::catalogue::shape::Size;
use crate::catalogue::words::Sought;
use crate::kernel::{FieldError, FieldErrors, Page, PageRequest, Rate};
use crate::needs::filter::{NeedFilter, Sort};
use crate::needs::model::FoundNeed;
use crate::needs::queries;
use crate::storage::StorageError;
use crate::web::answer;
use crate::web::catalogue::{excerpt, marked, service_groups};
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::ui::{
    self, ActiveFilter, Choice, FilterPanel, Need, OptionGroup, ResultItem, Search, Select, Tone,
    active_filters, empty_state, pagination, plural, results, status_tag,
};
use crate::web::urls::{catalogue, needs as urls, open_data};

/// How many needs a page holds.
const PAGE: u32 = 20;

/// The query string, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindQuery {
    q: String,
    family: String,
    service: String,
    region: String,
    sort: String,
    page: String,
}

impl FindQuery {
    /// As a program sends it: what cannot be read is said, because nobody looks at the answer.
    pub(super) fn strictly(query: &str) -> Result<NeedFilter, FieldErrors> {
        let query: Self = serde_html_form::from_str(query)
            .map_err(|error| FieldError::invalid("", format!("The query: {error}")))?;
        if !query.sort.is_empty() && query.sort.parse::<Sort>().is_err() {
            return Err(FieldError::unknown("sort", "Choose newest, soonest or title").into());
        }
        Ok(query.filter())
    }

    fn filter(&self) -> NeedFilter {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        NeedFilter {
            words: self.q.trim().to_owned(),
            family: some(&self.family),
            service: some(&self.service),
            region: some(&self.region),
            body: None,
            sort: self.sort.parse().ok(),
        }
    }

    /// Every choice but the page.
    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("q".to_owned(), self.q.clone())];
        pairs.extend(self.filters());
        pairs.push(("sort".to_owned(), self.sort.clone()));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// What narrows the list.
    fn filters(&self) -> Vec<(String, String)> {
        [("family", &self.family), ("service", &self.service), ("region", &self.region)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }

    fn href_without(&self, name: &str) -> String {
        let pairs: Vec<(String, String)> =
            self.pairs().into_iter().filter(|(other, _)| other != name).collect();
        catalogue::with_query(urls::FIND, &pairs)
    }
}

struct Found {
    query: FindQuery,
    page: Page<FoundNeed>,
    families: Arc<[Family]>,
    regions: BTreeSet<String>,
}

/// `GET /catalogue/needs`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let query: FindQuery = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let shelves = Arc::clone(&cx.app().shelves);
    let found = cx
        .read(move |conn| {
            let request = PageRequest::new(query.page.parse().unwrap_or(1), PAGE);
            let page = queries::find(conn, &query.filter(), request)?;
            let shelf = shelves.current(conn)?;
            let regions = shelf.places().iter().map(|(_, region)| region.clone()).collect();
            Ok::<_, StorageError>(Found { query, page, families: Arc::clone(shelf.families()), regions })
        })
        .await?;
    let about = About::new(
        urls::FIND,
        "What public bodies look for: services they need, how much of them, from when, and what they would give in return.",
    )
    .feed("New needs", open_data::NEEDS_FEED);
    Ok(cx.public_page("What others need", about, view(&found)))
}

/// `GET /catalogue/needs.csv`
pub(super) async fn csv(cx: Cx) -> WebResult<HttpResponse> {
    let query: FindQuery = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let filter = query.filter();
    let needs = cx.read(move |conn| every_page(|page| queries::find(conn, &filter, page))).await?;
    let header = [
        "Need",
        "Body",
        "Region",
        "Service",
        "Title",
        "Unit",
        "Quantity a month",
        "First month",
        "Last month",
        "Would give",
        "Highest price",
        "What is needed",
        "Size",
    ];
    let row = |need: &FoundNeed| {
        let content = &need.content;
        vec![
            need.id.to_string(),
            need.body_name.clone(),
            need.region.clone(),
            content.service_name.clone(),
            content.title.clone(),
            content.unit.clone(),
            content.quantity_per_month.plain(),
            content.first_month.iso(),
            content.last_month.iso(),
            words::pays(content.pays).to_owned(),
            content.highest_price.map(Rate::plain).unwrap_or_default(),
            content.shape.label().to_owned(),
            content.size.map(Size::describe).unwrap_or_default(),
        ]
    };
    Ok(answer::csv("needs", &header, needs.iter().map(row)))
}

fn view(found: &Found) -> Markup {
    let query = &found.query;
    let kept: Vec<(String, String)> = query.pairs().into_iter().filter(|(name, _)| name != "q").collect();
    let search =
        Search { action: urls::FIND, name: "q", label: "Search needs", value: &query.q, kept: &kept };
    let chips: Vec<ActiveFilter> = query
        .filters()
        .into_iter()
        .map(|(name, value)| ActiveFilter {
            label: label(found, &name, &value),
            remove_href: query.href_without(&name),
        })
        .collect();
    html! {
        h1 { "What others need" }
        p.lede { "Public bodies that look for a service. Perhaps yours can spare it." }
        nav aria-label="Other ways to look" {
            ul.inline { li { a href=(catalogue::FIND) { "Find what others offer" } } }
        }
        (search.render())
        (active_filters(&chips, urls::FIND))
        div.split {
            (panel(found))
            div { @if found.page.total == 0 { (nothing(found)) } @else { (finds(found)) } }
        }
    }
}

fn label(found: &Found, name: &str, value: &str) -> String {
    let service = |code: &str| services(found).into_iter().find(|service| service.code == code);
    match name {
        "family" => {
            found.families.iter().find(|family| family.code == value).map(|family| family.name.clone())
        }
        "service" => service(value).map(|service| service.name),
        _ => None,
    }
    .unwrap_or_else(|| value.to_owned())
}

fn services(found: &Found) -> Vec<Service> {
    found.families.iter().flat_map(|family| family.services.clone()).collect()
}

fn panel(found: &Found) -> Markup {
    let query = &found.query;
    let families: Vec<Choice> =
        found.families.iter().map(|family| Choice::new(&family.code, &family.name)).collect();
    let regions: Vec<Choice> = found
        .regions
        .iter()
        .filter(|region| !region.is_empty())
        .map(|region| Choice::new(region, region))
        .collect();
    let sorts: Vec<Choice> = Sort::ALL.iter().map(|sort| Choice::new(sort.as_str(), sort.label())).collect();
    let groups = service_groups(&services(found));
    let select = |name, label, prompt, value, choices: &[Choice], groups: &[OptionGroup]| {
        Select {
            name,
            label,
            prompt: Some(prompt),
            value,
            choices,
            groups,
            need: Need::Filter,
            ..Select::default()
        }
        .render()
    };
    FilterPanel {
        action: urls::FIND.to_owned(),
        groups: vec![],
        chosen: query.filters().len(),
        kept: query.pairs().into_iter().filter(|(name, _)| name == "q").collect(),
        fields: Some(html! {
            (select("family", "Family", "Any family", &query.family, &families, &[]))
            (select("service", "Service", "Any service", &query.service, &[], &groups))
            (select("region", "Region", "Any region", &query.region, &regions, &[]))
            (select("sort", "Order", "Newest first", &query.sort, &sorts, &[]))
        }),
    }
    .render()
}

fn nothing(found: &Found) -> Markup {
    let query = &found.query;
    let filters = query.filters();
    html! {
        (empty_state(
            "No need fits",
            "Try fewer words or leave a filter out.",
            None,
        ))
        @if !filters.is_empty() {
            ul {
                @for (name, value) in &filters {
                    li { a href=(query.href_without(name)) { "Leave out “" (label(found, name, value)) "”" } }
                }
            }
        }
    }
}

fn finds(found: &Found) -> Markup {
    let (query, page) = (&found.query, &found.page);
    let sought = Sought::parse(&query.q);
    let items: Vec<ResultItem> = page.items.iter().map(|need| item(need, &sought)).collect();
    html! {
        p.meta role="status" { (plural(page.total, "need", "needs")) }
        (results(&items))
        (pagination(page.request.number(), page.pages(), |number| {
            let mut pairs = query.pairs();
            pairs.push(("page".to_owned(), number.to_string()));
            catalogue::with_query(urls::FIND, &pairs)
        }))
        p.download {
            a href=(catalogue::with_query(urls::FIND_CSV, &query.pairs())) download { "Download these needs as CSV" }
        }
    }
}

fn item(need: &FoundNeed, sought: &Sought) -> ResultItem {
    let content = &need.content;
    let price = content.highest_price.map(|price| format!("up to {price}"));
    ResultItem {
        title: marked(&content.title, sought),
        href: urls::need(need.id),
        from: format!("{}, {}", need.body_name, need.region),
        text: marked(&excerpt(&content.description, sought), sought),
        tags: vec![
            status_tag(Tone::Plain, &content.service_name),
            status_tag(Tone::Plain, words::pays(content.pays)),
            status_tag(
                Tone::Plain,
                &format!("{} to {}", content.first_month.short(), content.last_month.short()),
            ),
        ],
        figure: Some(content.amount_in_words()),
        figure_notes: price.into_iter().collect(),
        tick: None,
        deeds: None,
    }
}

/// Open needs in a list, for other pages.
pub(in crate::web) fn list(needs: &[FoundNeed]) -> Markup {
    let items: Vec<ResultItem> = needs.iter().map(|need| item(need, &Sought::default())).collect();
    ui::results(&items)
}
