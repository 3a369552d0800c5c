//! Forms: the only place that writes a `form` element, so that no form forgets its keys.

use maud::{Markup, html};

use super::buttons::Button;

/// What every form that changes something carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormKeys {
    /// Proves that the form came from our page.
    pub csrf: String,
    /// Makes sending it twice do it once. `None` where twice does no harm, such as signing out.
    pub key: Option<String>,
}

impl FormKeys {
    /// Keys of a form that may safely be sent twice.
    pub fn repeatable(csrf: impl Into<String>) -> Self {
        Self { csrf: csrf.into(), key: None }
    }

    /// Keys of a form that must be carried out once.
    pub fn once(csrf: impl Into<String>, key: impl Into<String>) -> Self {
        Self { csrf: csrf.into(), key: Some(key.into()) }
    }

    /// The hidden inputs `_csrf` and `_key`.
    pub fn render(&self) -> Markup {
        html! {
            input type="hidden" name="_csrf" value=(self.csrf);
            @if let Some(key) = &self.key { input type="hidden" name="_key" value=(key); }
        }
    }
}

/// A form that changes something. The browser's own checks are off: ours say more, and keep what was typed.
pub fn post_form(action: &str, keys: &FormKeys, content: Markup) -> Markup {
    html! {
        form method="post" action=(action) novalidate { (keys.render()) (content) }
    }
}

/// A form with a file in it.
pub fn upload_form(action: &str, keys: &FormKeys, content: Markup) -> Markup {
    html! {
        form method="post" action=(action) enctype="multipart/form-data" novalidate {
            (keys.render()) (content)
        }
    }
}

/// A form that only asks: its answers go into the address, so that they can be shared and come back to.
pub fn get_form(action: &str, content: Markup) -> Markup {
    html! { form method="get" action=(action) novalidate { (content) } }
}

/// What a form does not ask but its address must keep, such as the search words.
pub fn kept_fields(kept: &[(String, String)]) -> Markup {
    html! { @for (name, value) in kept { input type="hidden" name=(name) value=(value); } }
}

/// A button that acts by itself, such as "Sign out everywhere".
pub fn one_button_form(action: &str, keys: &FormKeys, button: &Button<'_>) -> Markup {
    html! {
        form.one-button method="post" action=(action) { (keys.render()) (button.render()) }
    }
}
