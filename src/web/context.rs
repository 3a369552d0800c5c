//! What a handler knows of its request, extracted once: who asks, the database, the moment, and how to answer.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use maud::Markup;

use super::app_state::AppState;
use super::error::{WebError, WebResult};
use super::metadata::About;
use super::section::Section;
use super::ui::{self, FormKeys, Shell};
use super::{answer, shell};
use crate::access::{Capability, Credential, Member, Operator, Person};
use crate::catalogue::audience::View;
use crate::kernel::{FieldErrors, Instant, london};
use crate::storage::idempotency::OnceKey;
use crate::storage::{Conn, Db, StorageError, Tx};

/// Facts about a request that the middleware established.
#[derive(Clone, Debug)]
pub(super) struct RequestFacts {
    pub(super) credential: Arc<Credential>,
    /// Whom form tokens are made for: the session, or the visitor's cookie.
    pub(super) form_owner: String,
    pub(super) flash: Option<String>,
    pub(super) once: Option<OnceKey>,
    pub(super) address: String,
}

/// A request, as a handler sees it.
#[derive(Clone, Debug)]
pub struct Cx {
    app: Arc<AppState>,
    facts: RequestFacts,
    db: Db,
    now: Instant,
    query: String,
    agent: String,
    section: Option<Section>,
}

impl FromRequest for Cx {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Cx {
    /// The context of a request that passed the middleware.
    pub(super) fn of(request: &HttpRequest) -> Result<Self, WebError> {
        let missing = || StorageError::Unavailable("the request has no context".into());
        let app = request.app_data::<web::Data<AppState>>().ok_or_else(missing)?.clone().into_inner();
        let facts = request.extensions().get::<RequestFacts>().cloned().ok_or_else(missing)?;
        let db = facts.once.clone().map_or_else(|| app.db.clone(), |key| app.db.once(key));
        let agent = request.headers().get("user-agent").and_then(|agent| agent.to_str().ok());
        Ok(Self {
            now: app.clock.now(),
            db,
            facts,
            section: Section::of_path(request.path()),
            query: request.query_string().to_owned(),
            agent: agent.unwrap_or_default().to_owned(),
            app,
        })
    }

    pub fn app(&self) -> &Arc<AppState> {
        &self.app
    }

    pub fn now(&self) -> Instant {
        self.now
    }

    /// Who looks at the catalogue, today.
    pub fn view(&self) -> View {
        View::of(self.credential().acting().map(|acting| acting.body), london::date(self.now))
    }

    /// The part of the navigation that the page belongs to.
    pub(super) fn section(&self) -> Option<Section> {
        self.section
    }

    /// The same, for a page whose path does not tell what it belongs to.
    pub(super) fn within(self, section: Section) -> Self {
        Self { section: Some(section), ..self }
    }

    /// The query string as it came, without the question mark.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The address the request came from, for throttling and the list of sessions.
    pub fn address(&self) -> &str {
        &self.facts.address
    }

    pub fn agent(&self) -> &str {
        &self.agent
    }

    pub fn credential(&self) -> &Credential {
        &self.facts.credential
    }

    pub(super) fn flash(&self) -> Option<&str> {
        self.facts.flash.as_deref()
    }

    /// Runs a query.
    pub async fn read<T, E>(
        &self,
        query: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> WebResult<T>
    where
        T: Send + 'static,
        E: From<StorageError> + Into<WebError> + Send + 'static,
    {
        self.db.read(query).await.map_err(Into::into)
    }

    /// Runs a command.
    pub async fn write<T, E>(
        &self,
        command: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> WebResult<T>
    where
        T: Send + 'static,
        E: From<StorageError> + Into<WebError> + Send + 'static,
    {
        self.db.write(command).await.map_err(Into::into)
    }

    /// [`Cx::write`], keeping the capability's own error, for a form that shows it beside its fields.
    pub async fn try_write<T, E>(
        &self,
        command: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        self.db.write(command).await
    }

    /// The form token of this visitor.
    pub fn csrf(&self) -> String {
        self.app.csrf_token(&self.facts.form_owner)
    }

    /// The hidden fields of a form that must not be carried out twice.
    pub fn once(&self) -> FormKeys {
        FormKeys::once(self.csrf(), uuid::Uuid::now_v7().to_string())
    }

    /// The hidden fields of a form that may be sent again and again.
    pub fn repeatable(&self) -> FormKeys {
        FormKeys::repeatable(self.csrf())
    }

    /// 200 with a page.
    pub fn page(&self, title: &str, body: Markup) -> HttpResponse {
        answer::html(HttpResponse::Ok(), ui::page(&shell::of(self), title, body))
    }

    /// 200 with a page that everybody may read, find and share.
    pub(super) fn public_page(&self, title: &str, about: About, body: Markup) -> HttpResponse {
        let shell = Shell { meta: Some(about.meta(&self.app)), ..shell::of(self) };
        answer::html(HttpResponse::Ok(), ui::page(&shell, title, body))
    }

    /// 422 with the page of a form, its mistakes on top.
    pub fn invalid(&self, title: &str, errors: &FieldErrors, body: Markup) -> HttpResponse {
        let page = ui::page_with_errors(&shell::of(self), title, errors, body);
        answer::html(HttpResponse::UnprocessableEntity(), page)
    }

    /// 200 with the page of a form that was kept with its mistakes, which are on top: nothing was sent to this address, so
    /// coming back to it sends nothing again.
    pub fn page_again(&self, title: &str, errors: &FieldErrors, body: Markup) -> HttpResponse {
        if errors.is_empty() {
            return self.page(title, body);
        }
        answer::html(HttpResponse::Ok(), ui::page_with_errors(&shell::of(self), title, errors, body))
    }

    /// 303 to another page of this site.
    #[expect(clippy::unused_self, reason = "a handler finds every kind of answer on its context")]
    pub fn see_other(&self, url: &str) -> HttpResponse {
        answer::see_other(url).finish()
    }

    /// 303 with a sentence that the next page says once.
    pub fn done(&self, url: &str, flash: &str) -> HttpResponse {
        let mut response = answer::see_other(url);
        response.cookie(super::cookies::flash(self.app.settings.cookies, flash));
        response.finish()
    }
}

/// A proof of permission is an extractor: a handler that asks for it is never run without it.
impl<C: Capability> FromRequest for Member<C> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(credential(request).and_then(|credential| Ok(credential.member::<C>()?)))
    }
}

impl FromRequest for Person {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(credential(request).and_then(|credential| Ok(credential.signed_in()?)))
    }
}

impl FromRequest for Operator {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(credential(request).and_then(|credential| Ok(credential.operator()?)))
    }
}

fn credential(request: &HttpRequest) -> Result<Arc<Credential>, WebError> {
    request
        .extensions()
        .get::<RequestFacts>()
        .map(|facts| Arc::clone(&facts.credential))
        .ok_or_else(|| StorageError::Unavailable("the request has no context".into()).into())
}
