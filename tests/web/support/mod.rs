//! A whole application for one test: its own database, its own port, a clock that stands still, and people to act.

mod answer;
mod client;
mod database;
mod deals;
mod listed;

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use symbiosis::access::{Capability, Credential, Member, Role, Roles, System, commands, queries};
use symbiosis::kernel::ids::{BodyId, PersonId, SessionId, TokenId};
use symbiosis::kernel::{Clock, Instant};
use symbiosis::storage::schema::{bodies, body_identifiers, sessions};
use symbiosis::storage::{Db, Json, StorageError};
use symbiosis::web::{AppState, CookieMode, DemoInfo, DemoSignIn, WebSettings};

pub use answer::Answer;
pub use client::{Api, Client};
use database::TestDatabase;
pub use deals::{cash_terms, sign, swap_terms};
pub use listed::Listing;

/// The moment every test starts at: a Monday in working hours, before the clocks change again.
pub const START: &str = "2026-11-23T10:00:00Z";

/// A running application.
pub struct TestApp {
    pub state: Arc<AppState>,
    pub db: Db,
    pub clock: Clock,
    address: String,
    handle: ServerHandle,
    // Declared last: the database goes when everything that uses it has gone.
    database: TestDatabase,
}

/// A verified body of the test.
#[derive(Clone, Debug)]
pub struct TestBody {
    pub id: BodyId,
    pub name: String,
}

impl TestApp {
    #[expect(clippy::unused_async, reason = "a server can only be started inside a runtime")]
    pub async fn start() -> Self {
        Self::start_as(None)
    }

    /// The same as a demonstration, whose clock anybody can move.
    #[expect(clippy::unused_async, reason = "a server can only be started inside a runtime")]
    pub async fn start_demo() -> Self {
        let sign_in = DemoSignIn {
            body: "Ashdale Borough Council".into(),
            name: "Priya Example".into(),
            role: "Administrator".into(),
            email: "priya@ashdale.example".into(),
            password: "a-password-for-the-demo".into(),
        };
        let folder = std::env::temp_dir();
        Self::start_as(Some(DemoInfo { sign_ins: vec![sign_in], data: folder }))
    }

    fn start_as(demo: Option<DemoInfo>) -> Self {
        let database = TestDatabase::fresh();
        let db = database.open();
        let clock = Clock::fixed(START.parse().unwrap());
        let settings = WebSettings {
            base_url: "http://127.0.0.1".into(),
            cookies: CookieMode::PlainLoopback,
            secret: b"a secret for tests, thirty-two bytes or more".to_vec(),
            trust_proxy: true,
            demo,
        };
        let state = AppState::new(db.clone(), clock.clone(), settings).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = symbiosis::web::start(Arc::clone(&state), listener, 2).unwrap();
        let address = format!("http://{}", server.address);
        Self { state, db, clock, address, handle: server.handle, database }
    }

    /// Verified councils (unless the name says otherwise), one for each name.
    pub async fn bodies<const N: usize>(&self, names: [&str; N]) -> [TestBody; N] {
        let mut made = Vec::new();
        for name in names {
            made.push(self.body(name).await);
        }
        made.try_into().unwrap()
    }

    /// A verified body; its kind is told from its name.
    pub async fn body(&self, name: &str) -> TestBody {
        self.body_in_state(name, "verified").await
    }

    /// A body that is `listed`, `claimed` or `verified`.
    pub async fn body_in_state(&self, name: &str, state: &'static str) -> TestBody {
        let (id, name) = (BodyId::new(), name.to_owned());
        let kind = if name.contains("NHS") {
            "nhs_trust"
        } else if name.contains("University") {
            "university"
        } else {
            "council"
        };
        let body = TestBody { id, name: name.clone() };
        let now = self.clock.now();
        self.write(move |conn| {
            diesel::insert_into(bodies::table)
                .values((
                    bodies::id.eq(id),
                    bodies::import_key.eq(format!("TEST:{id}")),
                    bodies::name.eq(&name),
                    bodies::kind.eq(kind),
                    bodies::register_kind.eq("test"),
                    bodies::nation.eq("England"),
                    bodies::region.eq("North West"),
                    bodies::state.eq(state),
                    bodies::notes.eq(""),
                    bodies::version.eq(1_i64),
                    bodies::updated_at.eq(now),
                ))
                .execute(conn)?;
            diesel::insert_into(body_identifiers::table)
                .values((
                    body_identifiers::body_id.eq(id),
                    body_identifiers::scheme.eq("TEST"),
                    body_identifiers::code.eq(id.to_string()),
                ))
                .execute(conn)
        })
        .await;
        body
    }

    /// A new person with these roles at `body`, and a password nobody knows.
    pub async fn person(&self, name: &str, body: &TestBody, roles: &[Role]) -> PersonId {
        let email = format!("{}@{}.example", name.to_lowercase().replace(' ', "."), PersonId::new());
        self.person_with_email(name, &email, body, roles).await
    }

    pub async fn person_with_email(
        &self,
        name: &str,
        email: &str,
        body: &TestBody,
        roles: &[Role],
    ) -> PersonId {
        let (name, email, roles) = (name.to_owned(), email.to_owned(), Roles::new(roles.to_vec()));
        let (body, now) = (body.id, self.clock.now());
        self.db
            .write(move |tx| {
                let by = System::of_this_process().actor();
                let id = commands::create_person(tx, &by, &email, &name, None, now)?;
                if !roles.is_empty() {
                    commands::grant_roles(tx, &by, id, body, &roles, now)?;
                }
                Ok::<_, StorageError>(id)
            })
            .await
            .unwrap()
    }

    /// A browser in which a new person with `roles` at `body` is signed in.
    pub async fn signed_in(&self, body: &TestBody, roles: &[Role]) -> Client {
        let name = roles.first().map_or("Nobody in particular", |role| role.label());
        let person = self.person(name, body, roles).await;
        self.browser_of(person, Some(body.id)).await
    }

    /// A browser in which `person` is signed in, acting for `body`.
    pub async fn browser_of(&self, person: PersonId, body: Option<BodyId>) -> Client {
        let (id, now) = (SessionId::new(), self.clock.now());
        let expires_at = now.plus(chrono::Duration::hours(12));
        self.write(move |conn| {
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(id),
                    sessions::person_id.eq(person),
                    sessions::acting_body_id.eq(body),
                    sessions::created_at.eq(now),
                    sessions::last_seen_at.eq(now),
                    sessions::expires_at.eq(expires_at),
                    sessions::address.eq("127.0.0.1"),
                    sessions::agent.eq("a test"),
                ))
                .execute(conn)
        })
        .await;
        let token = self.state.sessions.issue(id, expires_at).unwrap();
        self.visitor().with_cookie("symbiosis", &token)
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.address)
    }

    /// A browser of somebody who runs the site.
    pub async fn operator(&self) -> Client {
        let now = self.clock.now();
        let person = self
            .db
            .write(move |tx| {
                let by = System::of_this_process();
                let email = "operator@symbiosis.example";
                commands::create_operator(tx, by, email, "Olwen Operator", "no password".into(), now)
            })
            .await
            .unwrap();
        self.browser_of(person, None).await
    }

    /// A program with a token of `body` that may do all that a person with `roles` may.
    pub async fn api(&self, body: &TestBody, roles: &[Role]) -> Api {
        let all: Vec<Role> = roles.iter().copied().chain([Role::Administrator]).collect();
        let person = self.person("Token Maker", body, &all).await;
        let by: Member<symbiosis::access::capability::ManageTokens> = self.member(person, body).await;
        let kinds: Vec<String> = symbiosis::access::CapabilityKind::ALL
            .iter()
            .filter(|kind| kind.held_by_any(&Roles::new(roles.to_vec())))
            .map(|kind| kind.as_str().to_owned())
            .collect();
        let (new, now) = (commands::NewToken::parse("A test", &kinds).unwrap(), self.clock.now());
        let (_, secret) = self.db.write(move |tx| commands::create_token(tx, &by, new, now)).await.unwrap();
        Api::new(&self.address, Some(secret.expose()))
    }

    /// A program with a token made by somebody who has just this role, whatever that role may do: the token is put
    /// in place directly, as only administrators can make one.
    pub async fn api_as(&self, body: &TestBody, role: Role) -> Api {
        use symbiosis::storage::schema::api_tokens;
        let person = self.person(role.label(), body, &[role]).await;
        let secret = format!("symbiosis_test_{}", uuid::Uuid::now_v7().simple());
        let hash = symbiosis::audit::chain::hex(&Sha256::digest(secret.as_bytes()));
        let kinds: Vec<&str> =
            symbiosis::access::CapabilityKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let (body, now) = (body.id, self.clock.now());
        let capabilities = Json(serde_json::json!(kinds));
        self.write(move |conn| {
            diesel::insert_into(api_tokens::table)
                .values((
                    api_tokens::id.eq(TokenId::new()),
                    api_tokens::body_id.eq(body),
                    api_tokens::created_by.eq(person),
                    api_tokens::name.eq("A test"),
                    api_tokens::secret_hash.eq(hash),
                    api_tokens::capabilities.eq(capabilities),
                    api_tokens::created_at.eq(now),
                    api_tokens::expires_at.eq(now.plus(chrono::Duration::days(1))),
                ))
                .execute(conn)
        })
        .await;
        Api::new(&self.address, Some(&secret))
    }

    /// A program without a token.
    pub fn api_visitor(&self) -> Api {
        Api::new(&self.address, None)
    }

    /// The proof that `person` may do `C` at `body`, to call commands without HTTP.
    pub async fn member<C: Capability>(&self, person: PersonId, body: &TestBody) -> Member<C> {
        let body = body.id;
        let credential: Credential = self
            .db
            .read(move |conn| queries::credential_of(conn, System::of_this_process(), person, body))
            .await
            .unwrap();
        credential.member::<C>().unwrap()
    }

    /// The text of every mail queued or sent to addresses that contain `to`, oldest first.
    pub async fn mails_to(&self, to: &str) -> Vec<(String, String)> {
        use symbiosis::storage::schema::mails;
        let pattern = format!("%{}%", to.to_lowercase()); // addresses are kept in lower case
        self.db
            .read(move |conn| {
                mails::table
                    .filter(mails::to_address.like(pattern))
                    .order(mails::id)
                    .select((mails::subject, mails::text))
                    .load::<(String, String)>(conn)
                    .map_err(StorageError::from)
            })
            .await
            .unwrap()
    }

    /// The path of the last link in the last mail to `to`.
    pub async fn last_link_to(&self, to: &str) -> String {
        let mails = self.mails_to(to).await;
        let (_, text) = mails.last().expect("no mail was sent");
        let at = text.rfind("{{site}}").expect("the mail has no link");
        text[at + "{{site}}".len()..].split_whitespace().next().unwrap().to_owned()
    }

    /// Runs a query on the test's database.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut symbiosis::storage::Conn) -> QueryResult<T> + Send + 'static,
    ) -> T {
        self.db.read(move |conn| f(conn).map_err(StorageError::from)).await.unwrap()
    }

    /// Writes to the test's database directly, for what no command makes.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut symbiosis::storage::Conn) -> QueryResult<T> + Send + 'static,
    ) -> T {
        self.db.write(move |tx| f(tx.conn()).map_err(StorageError::from)).await.unwrap()
    }

    /// Where the test's database is, for a program that shares it; as its URL is written.
    pub fn database_url(&self) -> String {
        use symbiosis::storage::DatabaseUrl;
        match &self.database.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Nobody waits for a test's server: what it holds goes with the process.
        drop(self.handle.stop(false));
    }
}
