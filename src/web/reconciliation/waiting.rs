//! What waits for a finance officer: supplier names to confirm, statements to answer.

use crate::access::capability::ManageFinance;
use crate::reconciliation::queries;
use crate::storage::StorageError;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::ui::{TodoItem, Tone, date, money, plural};
use crate::web::urls::reconciliation as urls;

/// What waits for whoever is looking, the most urgent first.
pub(in crate::web) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageFinance>() else { return Ok(Vec::new()) };
    let query = move |conn: &mut crate::storage::Conn| {
        let statements = queries::statements_to_answer(conn, &member)?;
        Ok::<_, StorageError>((statements, queries::names_to_confirm(conn, &member)?))
    };
    let (statements, names) = cx.read(query).await?;
    let mut items: Vec<TodoItem> = statements
        .into_iter()
        .map(|statement| TodoItem {
            href: urls::answer_statement(statement.id),
            action: "Answer the statement".into(),
            about: format!("of open items from {}", statement.sender_name),
            detail: Some(format!(
                "{} open at {}, {} in all",
                plural(statement.count, "item", "items"),
                date(statement.as_at),
                money(statement.total)
            )),
            tag: Some((Tone::Warn, "Waits for your answer".into())),
        })
        .collect();
    if names > 0 {
        items.push(TodoItem {
            href: urls::NAMES.into(),
            action: format!("Confirm {}", plural(names, "supplier name", "supplier names")),
            about: "of your ledger that could be public bodies".into(),
            detail: Some("Lines are matched with invoices once you have said who a supplier is.".into()),
            tag: None,
        });
    }
    Ok(items)
}
