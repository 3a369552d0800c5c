//! The question which column of a file holds what.

use maud::{Markup, html};

use super::crumbs;
use crate::bulk::Loadable;
use crate::bulk::columns::Must;
use crate::bulk::model::UploadView;
use crate::bulk::table::Table;
use crate::kernel::FieldErrors;
use crate::web::bulk::columns::field;
use crate::web::ui::{
    Button, ButtonLook, Choice, FormKeys, Need, Select, Width, actions, button, heading, one_button_form,
    post_form,
};
use crate::web::urls::bulk as urls;

/// How many of its cells show what a column holds.
const SHOWN: usize = 3;

pub(in crate::web::bulk) fn page<D: Loadable>(
    file: &UploadView,
    table: &Table,
    chosen: &[String],
    (keys, discard_keys): (&FormKeys, &FormKeys),
    errors: &FieldErrors,
) -> Markup {
    let choices: Vec<Choice> = D::columns()
        .iter()
        .map(|column| {
            let mark = if column.about.must == Must::Always { " (needed)" } else { "" };
            Choice::new(column.about.key, format!("{}{mark}", column.about.heading))
        })
        .collect();
    let select = |place: usize| {
        let (name, label) = (field(place), table.name_of(place));
        let sample = table.sample(place, SHOWN);
        let hint = if sample.is_empty() { "Empty in every row".to_owned() } else { sample.join(" · ") };
        Select {
            name: &name,
            label: &label,
            hint: Some(&hint),
            prompt: Some("Leave this column out"),
            choices: &choices,
            value: chosen.get(place).map_or("", String::as_str),
            error: errors.of(&name),
            need: Need::Required,
            width: Width::Medium,
            ..Select::default()
        }
        .render()
    };
    html! {
        (crumbs(D::KIND))
        (heading(&file.name, "Which column is which?"))
        p { "Below each heading of your file stand its first cells. You say this once: we remember what your headings mean." }
        (post_form(&urls::columns(D::KIND, file.id), keys, html! {
            @for place in 0..table.headings.len() { (select(place)) }
            (actions(html! { (button("Continue")) a href=(urls::choose(D::KIND)) { "Come back later" } }))
        }))
        (actions(one_button_form(&urls::discard(D::KIND, file.id), discard_keys, &Button {
            label: "Throw this upload away", look: ButtonLook::Quiet, ..Button::default()
        })))
    }
}
