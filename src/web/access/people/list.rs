//! Who works at one's own body.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::access::capability::{ManagePeople, ReadBody};
use crate::access::queries::{ColleagueFilter, ColleagueOrder};
use crate::access::{Member, Role, queries};
use crate::kernel::{PageRequest, london};
use crate::storage::StorageError;
use crate::web::access::views::{self, PeoplePage};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::urls;

/// How many people a page shows.
const ON_A_PAGE: u32 = 50;
/// How many open invitations are shown beneath them.
const INVITATIONS_SHOWN: u32 = 100;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(in crate::web::access) struct PeopleQuery {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in crate::web::access) q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in crate::web::access) role: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in crate::web::access) sort: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::web::access) page: Option<u32>,
}

impl PeopleQuery {
    pub(in crate::web::access) fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }

    pub(in crate::web::access) fn order(&self) -> ColleagueOrder {
        if self.sort == "-name" { ColleagueOrder::NameBackwards } else { ColleagueOrder::Name }
    }

    fn filter(&self) -> ColleagueFilter {
        ColleagueFilter::new(&self.q, self.role(), self.order())
    }

    /// The same list at another address: the page, or its file.
    pub(in crate::web::access) fn address(&self, path: &str) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// `GET /our-body/people`
pub(in crate::web::access) async fn list(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<PeopleQuery>,
) -> WebResult<HttpResponse> {
    let query = query.into_inner();
    let (filter, request) = (query.filter(), PageRequest::new(query.page.unwrap_or(1), ON_A_PAGE));
    let (by, now) = (member.clone(), cx.now());
    let manager = cx.credential().member::<ManagePeople>().ok();
    let (people, invitations) = cx
        .read(move |conn| {
            let people = queries::colleagues(conn, &by, &filter, request)?;
            let open = PageRequest::first(INVITATIONS_SHOWN);
            let invitations =
                manager.map(|by| queries::open_invitations(conn, &by, open, now)).transpose()?;
            Ok::<_, StorageError>((people, invitations))
        })
        .await?;
    let page = PeoplePage {
        body_name: member.body_name(),
        query: &query,
        people: &people,
        invitations: invitations.as_ref().map(|page| page.items.as_slice()),
        keys: &cx.repeatable(),
    };
    Ok(cx.page("People", views::people(&page)))
}

/// `GET /our-body/people.csv`
pub(in crate::web::access) async fn download(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<PeopleQuery>,
) -> WebResult<HttpResponse> {
    let filter = query.filter();
    let people =
        cx.read(move |conn| every_page(|page| queries::colleagues(conn, &member, &filter, page))).await?;
    let rows = people.into_iter().map(|person| {
        let seen = person.signed_in_at.map(|at| london::date(at).to_string()).unwrap_or_default();
        vec![person.name, person.email, person.roles.labels(), seen]
    });
    Ok(answer::csv("people", &["Name", "Email address", "Roles", "Last signed in"], rows))
}

/// Where the list is, for whoever comes from a form.
pub(super) fn done(cx: &Cx, flash: &str) -> HttpResponse {
    cx.done(urls::PEOPLE, flash)
}
