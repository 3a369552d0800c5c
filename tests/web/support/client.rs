//! A browser and a program, as far as HTTP goes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;

use super::Answer;

/// A browser: keeps cookies, and sends every form with the token it was served.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    address: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    pub from_address: String,
}

impl Client {
    pub fn new(address: &str) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, address: address.to_owned(), cookies: Arc::default(), from_address: "192.0.2.1".into() }
    }

    pub fn with_cookie(self, name: &str, value: &str) -> Self {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same browser at another network address.
    pub fn at(mut self, address: &str) -> Self {
        address.clone_into(&mut self.from_address);
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    /// Asks about a page without reading it.
    pub async fn head(&self, path: &str) -> Answer {
        self.send(self.http.head(self.url(path))).await
    }

    /// Follows a link on another page.
    pub async fn get_from(&self, path: &str, from: &str) -> Answer {
        self.send(self.http.get(self.url(path)).header("referer", from)).await
    }

    /// Asks again for what it has, by its tag.
    pub async fn get_knowing(&self, path: &str, tag: &str) -> Answer {
        self.send(self.http.get(self.url(path)).header("if-none-match", tag)).await
    }

    /// Opens what is no text; fails unless it is there.
    pub async fn get_bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.http.get(self.url(path)).send().await.unwrap();
        answer.error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    /// Sends a form with a fresh key, as a browser does that has just been served it.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = uuid::Uuid::now_v7().to_string();
        self.post_with_key(path, &key, fields).await
    }

    /// Sends a form with a given idempotency key: the second click on the same button.
    pub async fn post_with_key(&self, path: &str, key: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.csrf().await;
        let mut all: Vec<(&str, &str)> = vec![("_csrf", &token), ("_key", key)];
        all.extend(fields);
        self.send(self.http.post(self.url(path)).header("origin", &self.address).form(&all)).await
    }

    /// Sends a form with a file in it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, Vec<u8>)) -> Answer {
        let (field, name, bytes) = file;
        let mut form = reqwest::multipart::Form::new()
            .text("_csrf", self.csrf().await)
            .text("_key", uuid::Uuid::now_v7().to_string());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = form.part(field.to_owned(), part);
        self.send(self.http.post(self.url(path)).header("origin", &self.address).multipart(form)).await
    }

    /// Sends exactly this, from `origin`: for tests of what must be refused.
    pub async fn post_raw(&self, path: &str, origin: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let mut request = self.http.post(self.url(path)).form(fields);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        self.send(request).await
    }

    /// The form token of this browser: every page of somebody signed in has one, and so has the sign-in form.
    pub async fn csrf(&self) -> String {
        let page = self.get("/accessibility").await;
        if let Some(token) = page.hidden_field("_csrf") {
            return token;
        }
        self.get("/sign-in").await.hidden_field("_csrf").expect("no form token on the sign-in page")
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let cookies = self.cookies.lock().unwrap().clone();
        let header: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(COOKIE, header.join("; ")).header("x-forwarded-for", &self.from_address);
        let answer = Answer::of(request.send().await.unwrap()).await;
        self.keep_cookies(&answer.headers);
        answer
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for header in headers.get_all(SET_COOKIE) {
            let header = header.to_str().unwrap();
            let (name, rest) = header.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default();
            if header.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// A program with an API token, or none.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    address: String,
    token: Option<String>,
}

impl Api {
    pub fn new(address: &str, token: Option<&str>) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, address: address.to_owned(), token: token.map(str::to_owned) }
    }

    /// `path` is below `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    pub async fn post(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.send(self.http.post(self.url(path)).json(body)).await
    }

    pub async fn post_with_key(&self, path: &str, key: &str, body: &serde_json::Value) -> Answer {
        self.send(self.http.post(self.url(path)).header("idempotency-key", key).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.send(self.http.put(self.url(path)).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.http.delete(self.url(path))).await
    }

    pub async fn post_csv(&self, path: &str, bytes: Vec<u8>) -> Answer {
        self.post_file(path, "text/csv", bytes).await
    }

    pub async fn post_file(&self, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        self.send(self.http.post(self.url(path)).header("content-type", media_type).body(bytes)).await
    }

    /// Opens what is no text; fails unless it is there.
    pub async fn get_bytes(&self, path: &str) -> Vec<u8> {
        let request = self.http.get(self.url(path)).bearer_auth(self.token.clone().unwrap_or_default());
        request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.address)
    }

    async fn send(&self, mut request: reqwest::RequestBuilder) -> Answer {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        Answer::of(request.send().await.unwrap()).await
    }
}
