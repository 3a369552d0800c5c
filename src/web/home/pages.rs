//! What waits for whoever is looking.

use actix_web::HttpResponse;

use super::views;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::TodoItem;
use crate::web::{agreements, bodies, catalogue, charges, negotiation, reconciliation, service_levels};

/// `GET /`
pub(super) async fn home(cx: Cx) -> WebResult<HttpResponse> {
    let credential = cx.credential();
    let Some(acting) = credential.acting() else {
        return Ok(if credential.is_signed_in() {
            cx.page("Find your body", views::no_body())
        } else {
            cx.page("Share services with other public bodies", views::welcome())
        });
    };
    let waiting = waiting(&cx).await?;
    Ok(cx.page("What waits for you", views::home(acting, &waiting)))
}

/// What waits in each capability, in the order of the chain.
async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let mut items = bodies::waiting(cx).await?;
    items.extend(catalogue::waiting(cx).await?);
    items.extend(negotiation::waiting(cx).await?);
    items.extend(agreements::waiting(cx).await?);
    items.extend(service_levels::waiting(cx).await?);
    items.extend(charges::waiting(cx).await?);
    items.extend(reconciliation::waiting(cx).await?);
    Ok(items)
}
