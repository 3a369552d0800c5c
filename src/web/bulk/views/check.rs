//! What a file would bring, before anything is listed.

use maud::{Markup, html};

use super::crumbs;
use crate::bulk::Loadable;
use crate::bulk::judge::{Judged, Twin};
use crate::bulk::model::{Kind, LoadAs, Outcome, Twins};
use crate::bulk::queries::DryRun;
use crate::kernel::FieldErrors;
use crate::web::ui::{
    Button, ButtonLook, Checkbox, Choice, Column, FormKeys, Radios, Row, SummaryRow, Table, actions, banner,
    button, heading, one_button_form, plural, post_form, quiet_button_link, summary_list, thousands,
};
use crate::web::urls::bulk as urls;

/// How many rows of each kind the page shows; all bad rows are in the file to download.
const SHOWN: usize = 100;
/// How many good rows are shown, so that a person sees that they were read rightly.
const SHOWN_GOOD: usize = 5;

/// What the form asks, and what it was sent with.
#[derive(Debug)]
pub(in crate::web::bulk) struct Asked<'a> {
    pub(in crate::web::bulk) is_verified: bool,
    pub(in crate::web::bulk) load_as: &'a str,
    pub(in crate::web::bulk) twins: &'a str,
    /// For loading the file, and for throwing it away.
    pub(in crate::web::bulk) keys: (FormKeys, FormKeys),
    pub(in crate::web::bulk) errors: &'a FieldErrors,
}

pub(in crate::web::bulk) fn page<D: Loadable>(dry: &DryRun<D>, asked: &Asked<'_>) -> Markup {
    let of = |outcome: Outcome| dry.rows.iter().filter(move |row| row.outcome(Twins::Skip) == outcome);
    let (good, twins, bad) =
        (of(Outcome::Loaded).count(), of(Outcome::Duplicate).count(), of(Outcome::Bad).count());
    let kind = D::KIND;
    html! {
        (crumbs(kind))
        (heading(&dry.file.name, "Check before loading"))
        (summary_list(&[
            SummaryRow::text("Good rows", thousands(good)),
            SummaryRow::text("Duplicates", thousands(twins)),
            SummaryRow::text("Bad rows", thousands(bad)),
        ]))
        @if bad > 0 {
            h2 { "Bad rows" }
            p {
                "These are left out. Download them with the reasons, mend them, and upload that file: it has them alone."
            }
            (bad_rows(kind, dry, of(Outcome::Bad)))
        }
        @if twins > 0 {
            h2 { "Duplicates" }
            p { "These say the same title, service and months as something you list, or as an earlier row, so they are left out \
                 unless you want them." }
            (duplicates(kind, of(Outcome::Duplicate)))
        }
        @if good > 0 {
            h2 { "The first good rows" }
            (good_rows(of(Outcome::Loaded)))
        }
        @if good + twins > 0 { (load_form(kind, dry, (good, twins), asked)) }
        @else { (banner(html! { p { "No row of this file can be loaded yet." } })) }
        (actions(html! {
            (quiet_button_link("Change the columns", &urls::columns(kind, dry.file.id)))
            (one_button_form(&urls::discard(kind, dry.file.id), &asked.keys.1, &Button {
                label: "Throw this upload away", look: ButtonLook::Quiet, ..Button::default()
            }))
        }))
    }
}

fn bad_rows<'r, D: Loadable>(
    kind: Kind,
    dry: &DryRun<D>,
    rows: impl Iterator<Item = &'r Judged<D>>,
) -> Markup {
    let faults = rows.flat_map(|row| {
        let faults = row.said.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        faults.iter().map(move |fault| {
            Row::new([
                html! { "Line " (thousands(row.line)) },
                html! { (row.title) },
                html! { @if fault.heading.is_empty() { "The whole row" } @else { (fault.heading) } },
                html! { (fault.reason) },
            ])
        })
    });
    let rows: Vec<Row> = faults.take(SHOWN + 1).collect();
    html! {
        @if rows.len() > SHOWN { p { "The first " (SHOWN) " mistakes are shown. The file to download has them all." } }
        (Table::new("Bad rows")
            .hidden_caption()
            .columns([
                Column::unbroken("Where"), Column::text("Title"), Column::text("Column"), Column::text("What is wrong"),
            ])
            .rows(rows.into_iter().take(SHOWN))
            .folds_when_narrow()
            .csv(urls::bad_rows(kind, dry.file.id))
            .render())
    }
}

fn duplicates<'r, D: Loadable>(kind: Kind, rows: impl Iterator<Item = &'r Judged<D>>) -> Markup {
    let row = |row: &Judged<D>| {
        Row::new([
            html! { "Line " (thousands(row.line)) },
            html! { (row.title) },
            html! {
                @match row.twin {
                    Some(Twin::Listed(id)) => { a href=(urls::listing(kind, id)) { "What you list already" } }
                    Some(Twin::Line(line)) => { "Line " (thousands(line)) " of this file" }
                    None => {}
                }
            },
        ])
    };
    let rows: Vec<Row> = rows.take(SHOWN + 1).map(row).collect();
    html! {
        @if rows.len() > SHOWN { p { "The first " (SHOWN) " are shown." } }
        (Table::new("Duplicates")
            .hidden_caption()
            .columns([Column::unbroken("Where"), Column::text("Title"), Column::text("The same as")])
            .rows(rows.into_iter().take(SHOWN))
            .folds_when_narrow()
            .render())
    }
}

fn good_rows<'r, D: Loadable>(rows: impl Iterator<Item = &'r Judged<D>>) -> Markup {
    let row = |row: &'r Judged<D>| {
        let likeness = row.said.as_ref().ok().and_then(D::likeness);
        Row::new([
            html! { "Line " (thousands(row.line)) },
            html! { (row.title) },
            html! { @if let Some(likeness) = &likeness { (likeness.service()) } },
            html! { @if let Some(likeness) = &likeness { (likeness.months()) } },
        ])
    };
    Table::new("The first good rows")
        .hidden_caption()
        .columns([
            Column::unbroken("Where"),
            Column::text("Title"),
            Column::text("Service"),
            Column::text("Months"),
        ])
        .rows(rows.take(SHOWN_GOOD).map(row))
        .folds_when_narrow()
        .render()
}

fn load_form<D: Loadable>(
    kind: Kind,
    dry: &DryRun<D>,
    (good, twins): (usize, usize),
    asked: &Asked<'_>,
) -> Markup {
    let mut choices = Vec::new();
    if asked.is_verified {
        let hint = match kind {
            Kind::Offers => {
                "Each becomes visible as its row says under “Who may see it”. Where the row says nothing, everybody can \
                 read it at once."
            }
            Kind::Needs => "Everybody can read them at once.",
        };
        choices.push(Choice::new(LoadAs::Published.as_str(), "Publish the good ones").hint(hint));
    }
    let hint = "Only your body sees them until you publish each.";
    choices.push(Choice::new(LoadAs::Drafts.as_str(), "Keep them as drafts").hint(hint));
    let legend = format!("What becomes of the good {}?", kind.noun(2));
    let radios = Radios {
        name: "load_as",
        legend: &legend,
        choices: &choices,
        value: asked.load_as,
        error: asked.errors.of("load_as"),
        ..Radios::default()
    };
    let anyway =
        Checkbox { name: "twins", label: "Load the duplicates as well", value: asked.twins, error: None };
    let label = if good == 0 {
        "Load".to_owned()
    } else {
        format!("Load {}", plural(good, kind.noun(1), kind.noun(2)))
    };
    html! {
        h2 { "Load" }
        @if !asked.is_verified {
            (banner(html! {
                p { strong { "Your body is not verified yet." } " You can keep the rows as drafts, and publish them as soon \
                    as the operator of this site has confirmed your body." }
            }))
        }
        (post_form(&urls::load(kind, dry.file.id), &asked.keys.0, html! {
            (radios.render())
            @if twins > 0 { (anyway.render()) }
            (actions(button(&label)))
        }))
    }
}
