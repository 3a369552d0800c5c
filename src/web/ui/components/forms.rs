//! A form with everything in it, sent back with mistakes.

use maud::{Markup, html};

use crate::{
    kernel::{FieldError, FieldErrors, Month},
    web::ui::{
        ButtonLook, Checkbox, Checkboxes, Choice, Confirm, DateField, FileField, FormKeys, MoneyField,
        MonthField, Need, OptionGroup, Radios, Search, Select, TextArea, TextField, TextKind, Width, actions,
        button, error_summary, post_form, upload_form,
    },
};

pub(super) fn show() -> Markup {
    let errors = FieldErrors(vec![
        FieldError::required("offer-title", "Enter a title for the offer"),
        FieldError::invalid("units", "Rack units must be a whole number, like 24"),
        FieldError::required("return-kind", "Choose what you would take for it"),
    ]);
    let keys = FormKeys::once("token", "0198-key");
    html! {
        h2 { "Forms" }
        (error_summary(&errors))
        (post_form("#", &keys, html! {
            (typed(&errors))
            (picked(&errors))
            (actions(html! { (button("Continue")) a href="#" { "Save and come back later" } }))
        }))
        (upload())
        (search())
        (confirm(&keys))
    }
}

fn typed(errors: &FieldErrors) -> Markup {
    let title = TextField {
        name: "offer-title",
        label: "Title",
        hint: Some("What a colleague elsewhere would search for"),
        error: errors.of("offer-title"),
        ..TextField::default()
    };
    let units = TextField {
        name: "units",
        label: "Rack units each month",
        value: "two dozen",
        error: errors.of("units"),
        kind: TextKind::WholeNumber,
        width: Width::Short,
        suffix: Some("a month"),
        ..TextField::default()
    };
    let price = MoneyField {
        name: "price",
        label: "Price",
        value: "4.40",
        suffix: Some("per payslip"),
        ..MoneyField::default()
    };
    let description = TextArea {
        name: "description",
        label: "Description",
        need: Need::Optional,
        most: Some(2000),
        value: "Tier 3 hall with room for two more rows.",
        ..TextArea::default()
    };
    let signed_on = DateField { name: "signed-on", label: "Signed on", ..DateField::default() };
    html! {
        (title.render()) (units.render()) (price.render()) (description.render()) (signed_on.render())
        (who_signs_in())
    }
}

fn who_signs_in() -> Markup {
    let email = TextField {
        name: "email",
        label: "Work e-mail address",
        kind: TextKind::Email,
        width: Width::Medium,
        ..TextField::default()
    };
    let password = TextField {
        name: "password",
        label: "Password",
        kind: TextKind::Password,
        width: Width::Medium,
        ..TextField::default()
    };
    html! { (email.render()) (password.render()) }
}

/// Months from November 2026, of which January is picked, and a service out of two families.
fn listed() -> Markup {
    let november = Month::from_i32(2026 * 12 + 10);
    let months: Vec<Month> = (0..8).map(|after| november.plus(after)).collect();
    let families = [
        OptionGroup::new(
            "Digital and technology",
            [Choice::new("hosting", "Data centre hosting"), Choice::new("desk", "Service desk")],
        ),
        OptionGroup::new(
            "People",
            [Choice::new("payroll", "Payroll"), Choice::new("health", "Occupational health")],
        ),
    ];
    let from = MonthField {
        name: "from",
        label: "From",
        months: &months,
        value: "2027-01",
        ..MonthField::default()
    };
    let service = Select {
        name: "service",
        label: "Service",
        prompt: Some("Choose a service"),
        groups: &families,
        value: "payroll",
        width: Width::Medium,
        ..Select::default()
    };
    html! { (from.render()) (service.render()) }
}

fn picked(errors: &FieldErrors) -> Markup {
    let returns = [
        Choice::new("service", "A service in return").hint("You say which ones on the next page"),
        Choice::new("cash", "Cash"),
        Choice::new("either", "Either"),
    ];
    let seen_by = [
        Choice::new("own", "My own body"),
        Choice::new("partners", "Partners I name"),
        Choice::new("all", "All bodies"),
    ];
    let in_return = Radios {
        name: "return-kind",
        legend: "What would you take for it?",
        choices: &returns,
        error: errors.of("return-kind"),
        ..Radios::default()
    };
    let visibility = Checkboxes {
        name: "seen-by",
        legend: "Who may see it",
        hint: Some("Choose all that apply"),
        choices: &seen_by,
        values: &["partners".to_owned()],
        ..Checkboxes::default()
    };
    let read = Checkbox { name: "read", label: "I have read version 3", value: "yes", ..Checkbox::default() };
    html! { (listed()) (in_return.render()) (visibility.render()) (read.render()) }
}

fn upload() -> Markup {
    let ledger = FileField {
        name: "ledger",
        label: "Ledger extract",
        hint: Some("A CSV file of up to 20 MB"),
        accept: Some(".csv,text/csv"),
        ..FileField::default()
    };
    let keys = FormKeys::once("token", "0198-upload");
    upload_form("#", &keys, html! { (ledger.render()) (button("Upload")) })
}

fn search() -> Markup {
    let search =
        Search { action: "#", name: "q", label: "Search offers", value: "payroll", ..Search::default() };
    html! {
        h2 { "Search" }
        (search.render())
    }
}

fn confirm(keys: &FormKeys) -> Markup {
    let consequences =
        ["2 open enquiries are answered for you".to_owned(), "Nobody can propose it any more".to_owned()];
    let confirm = Confirm {
        question: "Withdraw “Data centre hosting”?",
        consequences: &consequences,
        action: "#",
        keys,
        deed: "Withdraw the offer",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it published",
        way_out_href: "#",
    };
    html! { h2 { "Confirm" } div.panel { (confirm.render_as_part()) } }
}
