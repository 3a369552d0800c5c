//! What waits for whoever is looking.

use actix_web::HttpResponse;

use super::going_on::going_on;
use super::views;
use crate::access::capability::ReadBody;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::ui::TodoItem;
use crate::web::{
    agreements, alerts, bodies, bulk, catalogue, charges, needs, negotiation, notify, reconciliation,
    service_levels, urls,
};

/// `GET /`
pub(super) async fn home(cx: Cx) -> WebResult<HttpResponse> {
    let credential = cx.credential();
    let Some(acting) = credential.acting() else {
        return Ok(if credential.is_operator() {
            let body = notify::operator_home(&cx).await?;
            cx.page("What waits for you", body)
        } else if credential.is_signed_in() {
            cx.page("Find your body", views::no_body())
        } else {
            let about = About::new(
                urls::HOME,
                "Councils, NHS bodies, universities, police and fire services trade \
                spare capacity with each other: for cash, or one service for another.",
            )
            .feed("New offers", urls::open_data::FEED);
            cx.public_page("Share services with other public bodies", about, views::welcome())
        });
    };
    let waiting = waiting(&cx).await?;
    let going_on = match credential.member::<ReadBody>() {
        Ok(by) => {
            let now = cx.now();
            cx.read(move |conn| going_on(conn, &by, now)).await?
        }
        Err(_) => Vec::new(),
    };
    Ok(cx.page("What waits for you", views::home(acting, &waiting, &going_on)))
}

/// What waits in each capability, in the order of the chain.
async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let mut items = bodies::waiting(cx).await?;
    items.extend(notify::waiting(cx).await?);
    items.extend(catalogue::waiting(cx).await?);
    items.extend(needs::waiting(cx).await?);
    items.extend(bulk::waiting(cx).await?);
    items.extend(alerts::waiting(cx).await?);
    items.extend(negotiation::waiting(cx).await?);
    items.extend(agreements::waiting(cx).await?);
    items.extend(service_levels::waiting(cx).await?);
    items.extend(charges::waiting(cx).await?);
    items.extend(reconciliation::waiting(cx).await?);
    Ok(items)
}
