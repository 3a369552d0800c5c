//! Pages of enquiries.

use maud::{Markup, html};

use crate::access::CapabilityKind;
use crate::catalogue::model::OfferBrief;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldErrors, Page, london};
use crate::negotiation::enquiry::{EnquiryEvent, EnquiryState, MOST_OPEN};
use crate::negotiation::model::{Enquiry, Message};
use crate::web::context::Cx;
use crate::web::ui::{
    Button, ButtonLook, Column, FormKeys, Link, Row, Table, TextArea, Tone, actions, breadcrumbs, button,
    button_link, empty_state, heading, one_button_form, pagination, post_form, quiet_button_link, status_tag,
    warning,
};
use crate::web::urls::{self, negotiation as at};

/// The form that asks about an offer.
pub(super) fn ask(cx: &Cx, offer: &OfferBrief, text: &str, errors: &FieldErrors) -> Markup {
    let label = format!("Your question to {}", offer.body_name);
    let content =
        html! { (message_field(&label, text, errors)) (actions(html! { (button("Send the question")) })) };
    html! {
        (heading(&format!("{}, {}", offer.title, offer.body_name), "Ask about this offer"))
        p {
            "Your colleagues and theirs can read what you write here. The provider may publish your question with its answer, \
             without naming you or your body."
        }
        (post_form(&at::enquire(offer.id), &cx.once(), content))
        @if cx.credential().can(CapabilityKind::Negotiate) {
            p { "Ready to name terms? " a href=(at::propose(offer.id)) { "Propose terms straight away" } }
        } @else {
            p.hint { "Terms are proposed by a negotiator of your body. Any of them can go on from this enquiry." }
        }
    }
}

/// Instead of the form, while as many questions wait as may at once.
pub(super) fn must_wait(offer: &OfferBrief) -> Markup {
    html! {
        (heading(&format!("{}, {}", offer.title, offer.body_name), "Ask about this offer"))
        (warning(html! { (MOST_OPEN) " questions of your body wait for an answer, the most at once." }))
        p { "Close one that has settled itself, or wait for an answer, and then ask this one." }
        (actions(html! {
            (button_link("See your questions", at::ENQUIRIES))
            a href=(urls::catalogue::offer(offer.id)) { "Back to the offer" }
        }))
    }
}

fn message_field(label: &str, text: &str, errors: &FieldErrors) -> Markup {
    TextArea {
        name: "text",
        label,
        value: text,
        error: errors.of("text"),
        most: Some(4_000),
        ..TextArea::default()
    }
    .render()
}

fn state_tag(state: EnquiryState) -> Markup {
    let tone = match state {
        EnquiryState::Open => Tone::Warn,
        EnquiryState::Answered => Tone::Good,
        EnquiryState::Closed => Tone::Plain,
    };
    status_tag(tone, state.label())
}

/// The list of enquiries.
pub(super) fn list(page: &Page<Enquiry>, viewer: BodyId, state: Option<EnquiryState>) -> Markup {
    let rows = page.items.iter().map(|enquiry| {
        let direction = if enquiry.provider == viewer { "To us, from" } else { "From us, to" };
        Row::new([
            html! { a href=(at::enquiry(enquiry.id)) { (enquiry.offer_title) } },
            html! { (direction) " " (enquiry.name_of(enquiry.other_than(viewer))) },
            html! { (state_tag(enquiry.state)) },
            html! { (london::civil_time(enquiry.updated_at)) },
        ])
    });
    let table = Table::new("Enquiries")
        .hidden_caption()
        .columns(["Offer", "Between", "State", "Last message"].map(Column::text))
        .rows(rows)
        .empty("No enquiry is in this state.");
    let href = |number: u32| {
        let state = state.map_or(String::new(), |state| format!("state={}&", state.as_str()));
        format!("{}?{state}page={number}", at::ENQUIRIES)
    };
    html! {
        h1 { "Enquiries" }
        (negotiation_tabs(at::ENQUIRIES))
        @if page.total == 0 && state.is_none() {
            (empty_state(
                "No enquiries yet",
                "Ask about an offer on its page. What others ask about your offers stands here as well.",
                Some(button_link("Find an offer", urls::catalogue::FIND)),
            ))
        } @else {
            (state_links(state))
            (table.render())
            (pagination(page.request.number(), page.pages(), href))
        }
    }
}

/// The two lists of negotiations: terms that are talked about, and questions before any.
pub(super) fn negotiation_tabs(current: &str) -> Markup {
    let tabs = [("Proposals", at::PROPOSALS), ("Questions", at::ENQUIRIES)];
    html! {
        nav.tabs aria-label="Negotiations" {
            ul {
                @for (name, href) in tabs {
                    li { a href=(href) aria-current=[(href == current).then_some("page")] { (name) } }
                }
            }
        }
    }
}

fn state_links(current: Option<EnquiryState>) -> Markup {
    html! {
        nav.tabs aria-label="State" {
            ul {
                li { a href=(at::ENQUIRIES) aria-current=[current.is_none().then_some("page")] { "All" } }
                @for state in EnquiryState::ALL {
                    li {
                        a href={ (at::ENQUIRIES) "?state=" (state.as_str()) }
                            aria-current=[(current == Some(*state)).then_some("page")] { (state.label()) }
                    }
                }
            }
        }
    }
}

/// What the page of an enquiry shows, to whom.
pub(super) struct Thread<'a> {
    pub(super) enquiry: &'a Enquiry,
    pub(super) messages: &'a [Message],
    pub(super) viewer: BodyId,
    pub(super) can_ask: bool,
    pub(super) can_answer: bool,
    pub(super) can_propose: bool,
    pub(super) text: &'a str,
    pub(super) errors: &'a FieldErrors,
    pub(super) keys: &'a FormKeys,
    pub(super) close_keys: &'a FormKeys,
}

/// One enquiry with everything said in it.
pub(super) fn thread(page: &Thread<'_>) -> Markup {
    let enquiry = page.enquiry;
    let other = enquiry.name_of(enquiry.other_than(page.viewer));
    html! {
        (breadcrumbs(&[Link::new("Enquiries", at::ENQUIRIES)]))
        (heading(&format!("Enquiry with {other}"), &enquiry.offer_title))
        p { (state_tag(enquiry.state)) }
        @for message in page.messages {
            div.panel {
                p.meta {
                    (message.author) ", " (enquiry.name_of(message.body)) ", " (london::civil_time(message.sent_at))
                }
                @for line in message.text.lines() { p { (line) } }
            }
        }
        (reply(page))
        (deeds(page))
    }
}

/// The field for whoever may write here.
fn reply(page: &Thread<'_>) -> Markup {
    let enquiry = page.enquiry;
    if enquiry.state.after(EnquiryEvent::Ask).is_none() {
        return html! {};
    }
    let (may, action, label, deed) = if page.viewer == enquiry.provider {
        (page.can_answer, at::answer(enquiry.id), "Your answer", "Send the answer")
    } else {
        (page.can_ask, at::ask(enquiry.id), "Ask further", "Send the question")
    };
    if !may {
        return html! {};
    }
    let content = html! { (message_field(label, page.text, page.errors)) (actions(button(deed))) };
    post_form(&action, page.keys, content)
}

fn deeds(page: &Thread<'_>) -> Markup {
    let enquiry = page.enquiry;
    let is_open = enquiry.state.after(EnquiryEvent::Close).is_some();
    let close = Button { label: "Close the enquiry", look: ButtonLook::Quiet, ..Button::default() };
    let may_publish = page.viewer == enquiry.provider
        && page.can_answer
        && page.messages.iter().any(|message| message.body == page.viewer);
    actions(html! {
        @if may_publish { (quiet_button_link("Show the answer to everybody", &at::answer_publicly(enquiry.id))) }
        @if page.can_propose { (quiet_button_link("Propose terms", &at::propose_from_enquiry(enquiry.id))) }
        @if is_open && page.can_ask { (one_button_form(&at::close_enquiry(enquiry.id), page.close_keys, &close)) }
    })
}
