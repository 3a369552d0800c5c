//! The whole page around a body: the only place that writes `html`, `head`, `nav`, `main` and `footer`.

use maud::{DOCTYPE, Markup, html};

use super::{
    errors::error_summary,
    masthead::{demo_bar, footer, masthead, navigation},
    notices::flash,
};
use crate::kernel::FieldErrors;

/// What surrounds a page's body, the same for every page of one visit. Addresses come from the router.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Nobody, for visitors: they get a sign-in link instead.
    pub signed_in: Option<SignedIn>,
    pub nav: Vec<NavItem>,
    /// What the last command achieved, said once.
    pub flash: Option<String>,
    pub demo: Option<DemoBar>,
    pub footer: Vec<Link>,
    pub home_href: String,
    pub sign_in_href: String,
    pub style_href: String,
    pub script_href: String,
    pub icon_href: String,
    /// What the page is about, for those who share or search it. A page without is for its reader alone: search
    /// engines are asked to leave it out.
    pub meta: Option<Meta>,
}

/// What a public page says of itself to programs that show a link to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// One or two sentences.
    pub description: String,
    /// The page's one address in full.
    pub canonical: String,
    /// The address in full of the picture that is shown with a link.
    pub image: String,
    pub feeds: Vec<FeedLink>,
}

/// A feed of what is new on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedLink {
    pub title: String,
    pub href: String,
}

/// Who is looking, and for which body they act.
#[derive(Clone, Debug, Default)]
pub struct SignedIn {
    pub person_name: String,
    pub acting_body: Option<String>,
    /// To how many bodies the person belongs: with more than one they can change.
    pub bodies_count: usize,
    pub csrf: String,
    pub account_href: String,
    pub change_body_href: String,
    pub sign_out_href: String,
}

/// One entry of the main navigation.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// The thin bar that says this is a demonstration and what time it has there.
#[derive(Clone, Debug, Default)]
pub struct DemoBar {
    pub today: String,
    pub clock_href: String,
    pub mail_href: String,
}

/// Words and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub href: String,
}

impl Link {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A whole page. The body starts with its own `h1`.
pub fn page(shell: &Shell, title: &str, body: Markup) -> Markup {
    document(shell, &format!("{title} - Symbiosis"), &body)
}

/// A page with a form: with mistakes in it, the title says so and the error summary stands first.
pub fn page_with_errors(shell: &Shell, title: &str, errors: &FieldErrors, body: Markup) -> Markup {
    if errors.is_empty() {
        return page(shell, title, body);
    }
    document(shell, &format!("Error: {title} - Symbiosis"), &html! { (error_summary(errors)) (body) })
}

fn document(shell: &Shell, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            (head(shell, title))
            body {
                a.skip href="#main" { "Skip to main content" }
                @if let Some(demo) = &shell.demo { (demo_bar(demo)) }
                (masthead(shell))
                @if !shell.nav.is_empty() { (navigation(&shell.nav)) }
                main.wrap #main tabindex="-1" {
                    @if let Some(message) = &shell.flash { (flash(message)) }
                    (body)
                }
                (footer(&shell.footer))
            }
        }
    }
}

fn head(shell: &Shell, title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            title { (title) }
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="theme-color" content="#0b4f4a";
            link rel="icon" type="image/svg+xml" href=(shell.icon_href);
            link rel="stylesheet" href=(shell.style_href);
            script src=(shell.script_href) defer {}
            @match &shell.meta {
                Some(meta) => { (about(meta, title)) }
                None => { meta name="robots" content="noindex"; }
            }
        }
    }
}

/// Description, address and Open Graph (ogp.me), and where the feeds are.
fn about(meta: &Meta, title: &str) -> Markup {
    html! {
        meta name="description" content=(meta.description);
        link rel="canonical" href=(meta.canonical);
        meta property="og:type" content="website";
        meta property="og:site_name" content="Symbiosis";
        meta property="og:locale" content="en_GB";
        meta property="og:title" content=(title.trim_end_matches(" - Symbiosis"));
        meta property="og:description" content=(meta.description);
        meta property="og:url" content=(meta.canonical);
        meta property="og:image" content=(meta.image);
        meta property="og:image:width" content="1200";
        meta property="og:image:height" content="630";
        meta property="og:image:alt" content="Symbiosis: public bodies trading spare capacity";
        meta name="twitter:card" content="summary_large_image";
        @for feed in &meta.feeds {
            link rel="alternate" type="application/atom+xml" title=(feed.title) href=(feed.href);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::FieldError;

    #[test]
    fn a_page_without_a_description_stays_out_of_search_engines() {
        let private = page(&Shell::default(), "Our offers", html! {}).into_string();
        let meta = Meta { description: "All \"offers\"".into(), ..Meta::default() };
        let public = page(&Shell { meta: Some(meta), ..Shell::default() }, "Offers", html! {}).into_string();

        assert!(private.contains("noindex") && !private.contains("og:"));
        assert!(public.contains("content=\"All &quot;offers&quot;\"") && !public.contains("noindex"));
        assert!(public.contains("<meta property=\"og:title\" content=\"Offers\">"));
    }

    #[test]
    fn a_page_is_titled_after_its_subject() {
        let page = page(&Shell::default(), "Offers & needs", html! { h1 { "Offers & needs" } }).into_string();

        assert!(page.contains("<title>Offers &amp; needs - Symbiosis</title>"));
        assert!(!page.contains("style=\""));
    }

    #[test]
    fn a_page_with_mistakes_says_so_in_its_title_and_first_of_all() {
        let errors = FieldErrors::from(FieldError::required("title", "Enter a title"));

        let page = page_with_errors(&Shell::default(), "New offer", &errors, html! { h1 { "New offer" } })
            .into_string();

        assert!(page.contains("<title>Error: New offer - Symbiosis</title>"));
        assert!(page.find("There is a problem") < page.find("<h1>"));
    }
}
