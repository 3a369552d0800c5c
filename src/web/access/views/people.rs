//! The pages of colleagues.

use maud::{Markup, html};

use crate::access::Role;
use crate::access::queries::{Colleague, ColleagueOrder, InvitationView};
use crate::kernel::{FieldErrors, Page, london};
use crate::web::access::people::PeopleQuery;
use crate::web::ui::{
    ActiveFilter, Button, ButtonLook, Checkboxes, Choice, Column, Confirm, Direction, FilterPanel, FormKeys,
    Row, Search, Select, SummaryRow, Table, actions, active_filters, back_link, button, button_link, heading,
    one_button_form, pagination, post_form, summary_list,
};
use crate::web::urls;

/// What the list of people shows. Whoever manages people sees the open invitations too.
#[derive(Debug)]
pub(in crate::web::access) struct PeoplePage<'a> {
    pub(in crate::web::access) body_name: &'a str,
    pub(in crate::web::access) query: &'a PeopleQuery,
    pub(in crate::web::access) people: &'a Page<Colleague>,
    pub(in crate::web::access) invitations: Option<&'a [InvitationView]>,
    pub(in crate::web::access) keys: &'a FormKeys,
}

/// Who acts for the body.
pub(in crate::web::access) fn people(page: &PeoplePage<'_>) -> Markup {
    let query = page.query;
    let number = page.people.request.number();
    html! {
        (heading(page.body_name, "People"))
        @if page.invitations.is_some() {
            (actions(button_link("Invite a colleague", urls::INVITE)))
        }
        (Search {
            action: urls::PEOPLE, name: "q", label: "Name or email address", value: &query.q,
            kept: &[("role".into(), query.role.clone()), ("sort".into(), query.sort.clone())],
        }.render())
        (filters(query))
        (active_filters(&filters_in_force(query), urls::PEOPLE))
        (people_table(page))
        (pagination(number, page.people.pages(), |number| {
            PeopleQuery { page: Some(number), ..query.clone() }.address(urls::PEOPLE)
        }))
        @if let Some(invitations) = page.invitations { (open_invitations(invitations, page.keys)) }
    }
}

fn people_table(page: &PeoplePage<'_>) -> Markup {
    let (sorted, other) = match page.query.order() {
        ColleagueOrder::Name => (Direction::Ascending, "-name"),
        ColleagueOrder::NameBackwards => (Direction::Descending, ""),
    };
    let turned = PeopleQuery { sort: other.into(), page: None, ..page.query.clone() };
    let manages = page.invitations.is_some();
    Table::new(format!("People, {} in all", page.people.total))
        .id("people")
        .columns([
            Column::text("Name").sortable(turned.address(urls::PEOPLE), Some(sorted)),
            Column::text("Email address"),
            Column::text("Roles"),
            Column::text("Last signed in"),
        ])
        .rows(page.people.items.iter().map(|person| {
            Row::new([
                html! {
                    @if manages { a href=(urls::person_roles(person.id)) { (person.name) } }
                    @else { (person.name) }
                },
                html! { (person.email) },
                html! { (person.roles.labels()) },
                html! {
                    @match person.signed_in_at {
                        Some(at) => (london::short_date(london::date(at))),
                        None => "Never",
                    }
                },
            ])
        }))
        .empty("Nobody fits. Take a filter away, or invite a colleague.")
        .csv(PeopleQuery { page: None, ..page.query.clone() }.address(urls::PEOPLE_CSV))
        .render()
}

fn filters(query: &PeopleQuery) -> Markup {
    let choices: Vec<Choice> =
        Role::ALL.iter().map(|role| Choice::new(role.as_str(), role.label())).collect();
    FilterPanel {
        action: urls::PEOPLE.into(),
        chosen: usize::from(!query.role.is_empty()),
        kept: vec![("q".into(), query.q.clone()), ("sort".into(), query.sort.clone())],
        fields: Some(
            Select {
                name: "role",
                label: "Role",
                prompt: Some("Any role"),
                choices: &choices,
                value: &query.role,
                ..Select::default()
            }
            .render(),
        ),
        ..FilterPanel::default()
    }
    .render()
}

fn filters_in_force(query: &PeopleQuery) -> Vec<ActiveFilter> {
    let mut filters = Vec::new();
    if !query.q.trim().is_empty() {
        let without = PeopleQuery { q: String::new(), page: None, ..query.clone() };
        filters.push(ActiveFilter {
            label: format!("“{}”", query.q.trim()),
            remove_href: without.address(urls::PEOPLE),
        });
    }
    if let Some(role) = query.role() {
        let without = PeopleQuery { role: String::new(), page: None, ..query.clone() };
        filters.push(ActiveFilter { label: role.label().into(), remove_href: without.address(urls::PEOPLE) });
    }
    filters
}

fn open_invitations(invitations: &[InvitationView], keys: &FormKeys) -> Markup {
    html! {
        h2 { "Invitations not answered yet" }
        (Table::new("Invitations not answered yet")
            .hidden_caption()
            .columns([
                Column::text("Email address"), Column::text("Roles"), Column::text("Sent"),
                Column::text("Can be accepted until"), Column::text("Take back"),
            ])
            .rows(invitations.iter().map(|invitation| {
                let withdraw = Button {
                    label: "Withdraw", look: ButtonLook::Quiet, sends: None, about: Some(&invitation.email),
                };
                Row::new([
                    html! { (invitation.email) },
                    html! { (invitation.roles.labels()) },
                    html! { (london::short_date(london::date(invitation.created_at))) },
                    html! { (london::short_date(london::date(invitation.expires_at))) },
                    one_button_form(&urls::withdraw_invitation(invitation.id), keys, &withdraw),
                ])
            }))
            .empty("Everybody who was invited has answered.")
            .render())
    }
}

/// What the page of one colleague's roles shows.
#[derive(Debug)]
pub(in crate::web::access) struct RolesPage<'a> {
    pub(in crate::web::access) colleague: &'a Colleague,
    pub(in crate::web::access) body_name: &'a str,
    pub(in crate::web::access) roles: &'a [String],
    pub(in crate::web::access) keys: &'a FormKeys,
    pub(in crate::web::access) errors: &'a FieldErrors,
}

/// What a colleague may do, to be changed.
pub(in crate::web::access) fn roles(page: &RolesPage<'_>) -> Markup {
    let fields = html! {
        (role_boxes(page.roles, page.errors))
        (actions(html! {
            (button("Change the roles"))
            a href=(urls::remove_person(page.colleague.id)) { "Remove from our body" }
        }))
    };
    html! {
        (back_link(urls::PEOPLE))
        (heading(page.body_name, &page.colleague.name))
        (summary_list(&[SummaryRow::text("Email address", &page.colleague.email)]))
        (post_form(&urls::person_roles(page.colleague.id), page.keys, fields))
    }
}

/// Every role with what it is for.
pub(super) fn role_boxes(roles: &[String], errors: &FieldErrors) -> Markup {
    let choices: Vec<Choice> =
        Role::ALL.iter().map(|role| Choice::new(role.as_str(), role.label()).hint(role.purpose())).collect();
    Checkboxes {
        name: "roles",
        legend: "Roles",
        hint: Some("Choose all that apply"),
        choices: &choices,
        values: roles,
        error: errors.of("roles"),
        ..Checkboxes::default()
    }
    .render()
}

/// The question before somebody's roles all go.
pub(in crate::web::access) fn confirm_remove(
    question: &str,
    colleague: &Colleague,
    body_name: &str,
    keys: &FormKeys,
) -> Markup {
    Confirm {
        question,
        consequences: &[
            format!("They can no longer see or do anything for {body_name}, from the next page they open."),
            "API tokens they made stop working.".to_owned(),
            "What they did stays in the audit trail. You can invite them again.".to_owned(),
        ],
        action: &urls::remove_person(colleague.id),
        keys,
        deed: "Remove them",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep them",
        way_out_href: &urls::person_roles(colleague.id),
    }
    .render()
}
