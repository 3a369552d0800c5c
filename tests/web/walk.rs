//! Every route, walked as a visitor, as somebody without a body, as each role, and as the operator. What each is
//! answered is a snapshot, so that no door opens unseen; and whoever the table does not let in is turned away.

use std::collections::BTreeMap;

use symbiosis::access::Role;
use symbiosis::web::routes::{Guard, Method, RouteSpec, table};

use crate::support::{Answer, Api, Client, TestApp};

/// Somebody who tries every door.
struct Walker {
    name: &'static str,
    browser: Client,
    api: Api,
    roles: Vec<Role>,
    is_operator: bool,
    is_signed_in: bool,
}

/// An id that nothing has.
const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

#[actix_web::test]
async fn every_route_lets_in_whom_the_table_says_and_nobody_else() {
    let app = TestApp::start().await;
    let walkers = walkers(&app).await;

    let mut rows = Vec::new();
    for route in table() {
        let mut answers: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for walker in &walkers {
            let answer = try_door(walker, &route).await;
            assert_turned_away_or_let_in(&route, walker, &answer);
            answers.entry(answer.status).or_default().push(walker.name);
        }
        let summary: Vec<String> =
            answers.iter().map(|(status, names)| format!("{status} {}", names.join(" "))).collect();
        let guard = format!("{:?}", route.guard);
        rows.push(format!(
            "{} {} [{guard}]\n    {}",
            route.method.as_str(),
            route.path,
            summary.join("\n    ")
        ));
    }

    insta::assert_snapshot!("doors", rows.join("\n"));
}

async fn walkers(app: &TestApp) -> Vec<Walker> {
    let body = app.body("Ashdale Borough Council").await;
    let mut walkers = vec![
        Walker {
            name: "visitor",
            browser: app.visitor(),
            api: app.api_visitor(),
            roles: vec![],
            is_operator: false,
            is_signed_in: false,
        },
        Walker {
            name: "operator",
            browser: app.operator().await,
            api: app.api_visitor(),
            roles: vec![],
            is_operator: true,
            is_signed_in: true,
        },
    ];
    let nobody = app.person("Nobody Inparticular", &body, &[]).await;
    walkers.push(Walker {
        name: "without-a-body",
        browser: app.browser_of(nobody, None).await,
        api: app.api_visitor(),
        roles: vec![],
        is_operator: false,
        is_signed_in: true,
    });
    for role in Role::ALL {
        walkers.push(Walker {
            name: role.as_str(),
            browser: app.signed_in(&body, &[*role]).await,
            api: app.api_as(&body, *role).await,
            roles: vec![*role],
            is_operator: false,
            is_signed_in: true,
        });
    }
    walkers
}

async fn try_door(walker: &Walker, route: &RouteSpec) -> Answer {
    let path = fill_in(route.path);
    match path.strip_prefix("/api/v1") {
        Some(path) => match route.method {
            Method::Get => walker.api.get(path).await,
            Method::Post => walker.api.post(path, &serde_json::json!({})).await,
            Method::Put => walker.api.put(path, &serde_json::json!({})).await,
            Method::Delete => walker.api.delete(path).await,
        },
        None if route.method == Method::Get => walker.browser.get(&path).await,
        // Signing out or ending sessions would end the walk: such a door is tried with a form that is not served.
        None if ends_sessions(route.path) => {
            walker.browser.post_raw(&path, Some(walker.browser.address()), &[]).await
        }
        None => walker.browser.post(&path, &[]).await,
    }
}

fn ends_sessions(path: &str) -> bool {
    path == "/sign-out" || path == "/account/sign-out-everywhere"
}

/// Puts something that fits into every parameter of a path, but nothing that exists.
fn fill_in(path: &str) -> String {
    path.split('/')
        .map(|part| match part {
            "{number}" | "{version}" => "1",
            "{month}" => "2026-10",
            "{name}" | "{secret}" | "{scheme}" | "{code}" | "{service}" | "{domain}" => "nothing-like-it",
            part if part.starts_with('{') => NOTHING,
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Whoever the table does not let in gets 401, 403 or the way to the sign-in page; whoever it lets in gets none.
#[track_caller]
fn assert_turned_away_or_let_in(route: &RouteSpec, walker: &Walker, answer: &Answer) {
    let is_api = route.path.starts_with("/api/v1");
    let has_credential = if is_api { !walker.roles.is_empty() } else { walker.is_signed_in };
    let may = match route.guard {
        Guard::Public | Guard::Link | Guard::Demo => true,
        Guard::SignedIn => has_credential,
        Guard::Member(kind) => walker.roles.iter().any(|role| kind.held_by(*role)),
        Guard::Operator => walker.is_operator && !is_api,
    };
    let to_sign_in = answer.status == 303 && answer.location().starts_with("/sign-in");
    let turned_away = answer.status == 401 || answer.status == 403 || to_sign_in;
    let door = format!("{} {} as {}", route.method.as_str(), route.path, walker.name);
    assert!(answer.status < 500, "{door}: {} {}", answer.status, answer.text());
    if ends_sessions(route.path) {
        return; // Tried without a form token: refused for everybody.
    }
    if may {
        let forbidden = answer.status == 401 || answer.status == 403;
        assert!(!forbidden, "{door} should be let in: {} {}", answer.status, answer.text());
    } else {
        assert!(turned_away, "{door} should be turned away: {} {}", answer.status, answer.text());
    }
}
