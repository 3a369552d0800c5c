//! Journeys through `access`: accounts, people, tokens, the audit trail and mail.

mod account;
mod audit_trail;
mod forms;
mod invitations;
mod mail;
mod mail_server;
mod people;
mod reset_password;
mod sign_in;
mod tokens;

use symbiosis::access::password::{NewPassword, hash_blocking};
use symbiosis::access::{Role, Roles, System, commands};
use symbiosis::kernel::ids::PersonId;
use symbiosis::storage::StorageError;

use crate::support::{Answer, Client, TestApp, TestBody};

const PASSWORD: &str = "lantern-orbit-gravel";

/// A person who can sign in with [`PASSWORD`].
async fn person_with_password(app: &TestApp, email: &str, body: &TestBody, roles: &[Role]) -> PersonId {
    let hash = hash_blocking(&NewPassword::parse("password", PASSWORD, &[]).unwrap()).unwrap();
    let (email, body, now) = (email.to_owned(), body.id, app.now());
    let roles = Roles::new(roles.to_vec());
    app.db
        .write(move |tx| {
            let by = System::of_this_process().actor();
            let id = commands::create_person(tx, &by, &email, "Ana Bell", Some(hash), now)?;
            commands::grant_roles(tx, &by, id, body, &roles, now)?;
            Ok::<_, StorageError>(id)
        })
        .await
        .unwrap()
}

async fn sign_in(browser: &Client, email: &str, password: &str) -> Answer {
    browser.post("/sign-in", &[("email", email), ("password", password)]).await
}

/// Whether somebody is signed in, by the page that only they can see.
async fn is_signed_in(browser: &Client) -> bool {
    browser.get("/account").await.status == 200
}
