//! Accessibility, privacy and the guide to the API.

use actix_web::HttpResponse;
use maud::html;

use crate::web::context::Cx;
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /accessibility`
pub(super) async fn accessibility(cx: Cx) -> HttpResponse {
    let body = html! {
        h1 { "Accessibility" }
        p { "We want everybody to be able to use this site: with a keyboard, a screen reader, at 400% zoom, on a small \
             screen, in the dark, and without JavaScript." }
        h2 { "How we test" }
        p { "Every page on the way through the service is checked against the Web Content Accessibility Guidelines \
             2.2 at level AA by an automatic checker each time the program changes, in light and dark, wide and \
             narrow. Automatic checks find some problems, not all." }
        h2 { "If something is in your way" }
        p { "Tell the operator of this site. Say which page it was and what you were trying to do." }
    };
    let about = About::new(
        urls::ACCESSIBILITY,
        "How this site is made so that everybody can use it, how that is tested, and what to do if something is in your way.",
    );
    cx.public_page("Accessibility", about, body)
}

/// `GET /privacy`
pub(super) async fn privacy(cx: Cx) -> HttpResponse {
    let body = html! {
        h1 { "Privacy" }
        p { "We keep what is needed to let people act for public bodies, and nothing else." }
        h2 { "What we keep about you" }
        ul {
            li { "Your name and work address, and your roles at the bodies you act for." }
            li { "Your password, only as a hash that cannot be turned back." }
            li { "When, from which address and with which browser you signed in, so that you can see and end your \
                  sessions." }
            li { "What you did for your body, in its audit trail." }
        }
        h2 { "Cookies" }
        p { "One keeps you signed in, one protects forms, and one carries a message from one page to the next. There \
             are no others, and nobody else sees them." }
    };
    let about = About::new(urls::PRIVACY, "What this site keeps about people, and which cookies it sets.");
    cx.public_page("Privacy", about, body)
}

/// `GET /api`
pub(super) async fn api_guide(cx: Cx) -> HttpResponse {
    let body = html! {
        h1 { "Use Symbiosis from a program" }
        p { "Everything that can be done on a page can be done through the API." }
        h2 { "Start" }
        ol {
            li { "An administrator of your body makes a token under " a href=(urls::TOKENS) { "Our body, API tokens" } "." }
            li { "Send it with every request: " code { "Authorization: Bearer symbiosis_…" } }
            li { "Read the " a href=(urls::OPENAPI) { "description of the API" } " (OpenAPI 3.1)." }
        }
        h2 { "Good to know" }
        ul {
            li { "Send an " code { "Idempotency-Key" } " with every request that changes something. A repeat with \
                  the same key gets the first answer again." }
            li { "Mistakes come as problem details (RFC 9457) with a sentence for each field." }
            li { "Lists come in pages: follow " code { "next_cursor" } " until it is null." }
            li { "What is public needs no token: the catalogue, its services and regions, the map. As files and feeds it \
                  is " a href=(urls::open_data::ABOUT) { "open data" } "." }
            li { "Money is in whole pence, quantities and rates are decimal texts, months are " code { "2026-10" } "." }
        }
    };
    let about = About::new(
        urls::API_GUIDE,
        "Everything that can be done on a page can be done through the API: tokens, idempotency, problems and lists.",
    );
    cx.public_page("Use Symbiosis from a program", about, body)
}
