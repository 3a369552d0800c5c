//! What is suggested to a body: offers for its needs, and takers for its offers.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::suggested_rings::{self, RingJson, RingLegJson, RingPaymentJson};
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::{NeedId, OfferId};
use crate::matching::circles::{SuggestedRing, rings_with};
use crate::needs::commands;
use crate::needs::suggestions::{self, ForNeed, ForOffer, Suggestion, Suggestions};
use crate::storage::StorageError;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::routes::{Guard, RouteSpec, delete, get, post};
use crate::web::ui::{
    ResultItem, Tone, actions, button_link, disclosure, empty_state, plural, post_form, quiet_button,
    quiet_button_link, results, status_tag,
};
use crate::web::urls::{self as site, catalogue as offers, needs as urls};

/// So many suggestions for one need or offer are seen at once.
const SHOWN: usize = 2;

#[derive(OpenApi)]
#[openapi(
    paths(api, api_dismissed, api_rings, api_dismiss, api_suggest_again),
    components(schemas(SuggestionJson, RingJson, RingLegJson, RingPaymentJson))
)]
pub(in crate::web) struct SuggestionApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageNeeds);
    vec![
        get(urls::SUGGESTIONS, Guard::Member(C::ReadBody), || web::get().to(page)),
        post(urls::DISMISS, manage, || web::post().to(dismiss)),
        post(urls::SUGGEST_AGAIN, manage, || web::post().to(suggest_again)),
        get("/api/v1/suggestions/rings", Guard::Member(C::ReadBody), || web::get().to(api_rings)),
        get("/api/v1/suggestions/dismissed", Guard::Member(C::ReadBody), || web::get().to(api_dismissed)),
        get("/api/v1/suggestions", Guard::Member(C::ReadBody), || web::get().to(api)),
        post("/api/v1/needs/{id}/suggestions/{offer}/dismiss", manage, || web::post().to(api_dismiss)),
        delete("/api/v1/needs/{id}/suggestions/{offer}/dismiss", manage, || {
            web::delete().to(api_suggest_again)
        }),
    ]
}

async fn made(cx: &Cx, member: Member<ReadBody>) -> WebResult<(Suggestions, Vec<SuggestedRing>)> {
    let (shelves, now) = (Arc::clone(&cx.app().need_shelves), cx.now());
    cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        let made = suggestions::all(conn, &shelf, &member, now)?;
        Ok::<_, StorageError>((made, rings_with(conn, &shelf, &member, now)?))
    })
    .await
}

/// `GET /suggestions`
async fn page(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let (made, rings) = made(&cx, member).await?;
    Ok(cx.page("Suggestions", view(&cx, &made, &rings)))
}

/// Which suggestion is to stay away, or to come back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pair {
    need: String,
    offer: String,
}

impl Pair {
    fn ids(&self) -> WebResult<(NeedId, OfferId)> {
        self.need.parse().ok().zip(self.offer.parse().ok()).ok_or(WebError::NotFound)
    }
}

/// `POST /suggestions/dismiss`
async fn dismiss(cx: Cx, member: Member<ManageNeeds>, form: Form<Pair>) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (form.ids()?, cx.now());
    cx.write(move |tx| commands::dismiss(tx, &member, need, offer, now)).await?;
    Ok(cx.done(urls::SUGGESTIONS, "That suggestion stays away. You find it at the end of this page"))
}

/// `POST /suggestions/again`
async fn suggest_again(cx: Cx, member: Member<ManageNeeds>, form: Form<Pair>) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (form.ids()?, cx.now());
    cx.write(move |tx| commands::suggest_again(tx, &member, need, offer, now)).await?;
    Ok(cx.done(urls::SUGGESTIONS, "It is suggested again"))
}

fn view(cx: &Cx, made: &Suggestions, rings: &[SuggestedRing]) -> Markup {
    let needs: Vec<&ForNeed> = made.needs.iter().filter(|need| !need.offers.is_empty()).collect();
    let taken: Vec<&ForOffer> = made.offers.iter().filter(|offer| !offer.takers.is_empty()).collect();
    html! {
        h1 { "Suggestions" }
        p.lede { "Who could meet your needs, who could take what you offer, and why." }
        @if needs.is_empty() && taken.is_empty() && rings.is_empty() { (nothing(made)) }
        (contents(&needs, rings.len(), &taken))
        @if !needs.is_empty() {
            @for need in needs {
                h2 id=(format!("need-{}", need.need)) { "For your need “" a href=(urls::need(need.need)) { (need.title) } "”" }
                (folded(need.offers.iter().map(|suggestion| offered(cx, suggestion)).collect(), "offer"))
            }
        }
        (suggested_rings::section(cx, rings))
        @if !taken.is_empty() {
            @for offer in taken {
                h2 id=(format!("offer-{}", offer.offer)) { "For your offer “" a href=(offers::offer(offer.offer)) { (offer.title) } "”" }
                (folded(offer.takers.iter().map(|suggestion| taker(cx, suggestion)).collect(), "taker"))
            }
        }
        @if !made.dismissed.is_empty() { (dismissed(cx, &made.dismissed)) }
    }
}

/// What the page holds, where that is more than is seen at once.
fn contents(needs: &[&ForNeed], rings: usize, taken: &[&ForOffer]) -> Markup {
    let offers = |count: usize| plural(count, "offer", "offers");
    html! {
        @if needs.len() + taken.len() > SHOWN {
            nav aria-label="On this page" {
                ul {
                    @for need in needs {
                        li { a href=(format!("#need-{}", need.need)) { (need.title) } ": " (offers(need.offers.len())) }
                    }
                    @if rings > 0 { li { a href="#rings" { "Rings you could be part of" } ": " (rings) } }
                    @for offer in taken {
                        li {
                            a href=(format!("#offer-{}", offer.offer)) { (offer.title) } ": "
                            (plural(offer.takers.len(), "likely taker", "likely takers"))
                        }
                    }
                }
            }
        }
    }
}

/// The best of them, and the others for those who want to see more.
fn folded(mut items: Vec<ResultItem>, one: &str) -> Markup {
    let others = items.split_off(items.len().min(SHOWN));
    let label = format!("See {} more {one}{}", others.len(), if others.len() == 1 { "" } else { "s" });
    html! {
        (results(&items))
        @if !others.is_empty() { (disclosure(&label, results(&others))) }
    }
}

/// What the body has said is not for it.
fn dismissed(cx: &Cx, away: &[Suggestion]) -> Markup {
    let may = cx.credential().can(C::ManageNeeds);
    let item = |suggestion: &Suggestion| ResultItem {
        title: html! { (suggestion.offer_title) },
        href: offers::offer(suggestion.offer),
        from: format!(
            "{}, for “{}” of {}",
            suggestion.offer_body_name, suggestion.need_title, suggestion.need_body_name
        ),
        ..about(suggestion, may.then(|| pair_form(cx, urls::SUGGEST_AGAIN, suggestion, "Suggest it again")))
    };
    let items: Vec<ResultItem> = away.iter().map(item).collect();
    let label = format!(
        "{} that you said {} not for you",
        plural(away.len(), "suggestion", "suggestions"),
        if away.len() == 1 { "is" } else { "are" }
    );
    disclosure(&label, results(&items))
}

fn nothing(made: &Suggestions) -> Markup {
    let says_nothing = made.needs.is_empty() && made.offers.is_empty();
    let advice = if says_nothing {
        "Say what you need or what you can spare: suggestions rest on both."
    } else {
        "Nobody fits what you need or offer at the moment. Save a search to be told when that changes."
    };
    html! {
        (empty_state("Nothing to suggest yet", advice, Some(html! {
            (button_link("List a need", urls::NEW_NEED))
            (quiet_button_link("List an offer", offers::NEW_OFFER))
        })))
    }
}

/// An offer for one of our needs.
fn offered(cx: &Cx, suggestion: &Suggestion) -> ResultItem {
    let add = offers::shortlist_offer(suggestion.offer);
    let deeds = cx.credential().can(C::ManageNeeds).then(|| {
        html! {
            @if suggestion.is_shortlisted {
                a href={ (urls::shortlist(suggestion.need)) "#offer-" (suggestion.offer) } { "On the shortlist" }
            } @else {
                (post_form(&add, &cx.once(), html! {
                    input type="hidden" name="need" value=(suggestion.need);
                    (quiet_button("Add to the shortlist"))
                }))
            }
            (not_for_us(cx, suggestion))
        }
    });
    ResultItem {
        title: html! { (suggestion.offer_title) },
        href: offers::offer(suggestion.offer),
        from: suggestion.offer_body_name.clone(),
        ..about(suggestion, deeds)
    }
}

/// A need that one of our offers could meet.
fn taker(cx: &Cx, suggestion: &Suggestion) -> ResultItem {
    let (may_answer, may_dismiss) = (cx.credential().can(C::Negotiate), cx.credential().can(C::ManageNeeds));
    let answer = site::negotiation::answer_need_with(suggestion.need, suggestion.offer);
    let deeds = (may_answer || may_dismiss).then(|| {
        html! {
            @if may_answer { (button_link("Answer this need", &answer)) }
            (quiet_button_link("About this body", &site::bodies::body(suggestion.need_body)))
            @if may_dismiss { (not_for_us(cx, suggestion)) }
        }
    });
    ResultItem {
        title: html! { (suggestion.need_title) },
        href: urls::need(suggestion.need),
        from: suggestion.need_body_name.clone(),
        ..about(suggestion, deeds)
    }
}

fn about(suggestion: &Suggestion, deeds: Option<Markup>) -> ResultItem {
    let swap = suggestion.fit.in_return.is_some().then(|| status_tag(Tone::Give, "Could be a swap"));
    ResultItem {
        title: html! {},
        href: String::new(),
        from: String::new(),
        text: html! { (suggestion.fit.why) },
        tags: swap.into_iter().collect(),
        figure: None,
        figure_notes: vec![],
        tick: None,
        deeds: deeds.map(actions),
    }
}

fn not_for_us(cx: &Cx, suggestion: &Suggestion) -> Markup {
    pair_form(cx, urls::DISMISS, suggestion, "Not for us")
}

fn pair_form(cx: &Cx, action: &str, suggestion: &Suggestion, deed: &str) -> Markup {
    let pair = html! {
        input type="hidden" name="need" value=(suggestion.need);
        input type="hidden" name="offer" value=(suggestion.offer);
        (quiet_button(deed))
    };
    post_form(action, &cx.once(), pair)
}

/// A pair that could work.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestionJson {
    /// `offer` for a need of yours, `taker` for an offer of yours.
    kind: &'static str,
    need: String,
    need_title: String,
    need_body_name: String,
    offer: String,
    offer_title: String,
    offer_body_name: String,
    /// Why, in a sentence.
    why: String,
    /// The service that could be done in return.
    in_return: Option<String>,
    /// Whether the offer is on the shortlist of your need.
    on_shortlist: bool,
    /// The higher the better, among the suggestions for the same need or offer.
    score: i64,
}

fn json(kind: &'static str, suggestion: Suggestion) -> SuggestionJson {
    SuggestionJson {
        kind,
        need: suggestion.need.to_string(),
        need_title: suggestion.need_title,
        need_body_name: suggestion.need_body_name,
        offer: suggestion.offer.to_string(),
        offer_title: suggestion.offer_title,
        offer_body_name: suggestion.offer_body_name,
        why: suggestion.fit.why,
        in_return: suggestion.fit.in_return,
        on_shortlist: suggestion.is_shortlisted,
        score: suggestion.fit.score,
    }
}

/// Who could meet your needs and who could take what you offer
///
/// Five at most for each of them, the best first.
#[utoipa::path(
    get, path = "/suggestions", tag = "Needs",
    responses(
        (status = 200, body = Vec<SuggestionJson>), (status = 401, body = Problem), (status = 403, body = Problem),
    ),
)]
async fn api(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let (made, _) = made(&cx, member).await?;
    let offers =
        made.needs.into_iter().flat_map(|need| need.offers).map(|suggestion| json("offer", suggestion));
    let takers =
        made.offers.into_iter().flat_map(|offer| offer.takers).map(|suggestion| json("taker", suggestion));
    Ok(HttpResponse::Ok().json(offers.chain(takers).collect::<Vec<_>>()))
}

/// What would be suggested had your body not said that it is not for it
#[utoipa::path(
    get, path = "/suggestions/dismissed", tag = "Needs",
    responses(
        (status = 200, body = Vec<SuggestionJson>), (status = 401, body = Problem), (status = 403, body = Problem),
    ),
)]
async fn api_dismissed(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let own = member.body();
    let (made, _) = made(&cx, member).await?;
    let kind = |suggestion: &Suggestion| if suggestion.need_body == own { "offer" } else { "taker" };
    let away = made.dismissed.into_iter().map(|suggestion| json(kind(&suggestion), suggestion));
    Ok(HttpResponse::Ok().json(away.collect::<Vec<_>>()))
}

/// Rings that your body could be part of
///
/// Three or four bodies in a circle, each serving the next; five at most, those that exchange the most first. Whatever the
/// legs differ by is paid.
#[utoipa::path(
    get, path = "/suggestions/rings", tag = "Needs",
    responses((status = 200, body = Vec<RingJson>), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
async fn api_rings(cx: Cx, member: Member<ReadBody>) -> WebResult<HttpResponse> {
    let (_, rings) = made(&cx, member).await?;
    Ok(HttpResponse::Ok().json(rings.into_iter().map(RingJson::from).collect::<Vec<_>>()))
}

/// Keep a suggestion away
///
/// One of the two, the need or the offer, is your own.
#[utoipa::path(
    post, path = "/needs/{id}/suggestions/{offer}/dismiss", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn api_dismiss(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::dismiss(tx, &member, need, offer, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Let a suggestion that was kept away come back
#[utoipa::path(
    delete, path = "/needs/{id}/suggestions/{offer}/dismiss", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn api_suggest_again(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::suggest_again(tx, &member, need, offer, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
