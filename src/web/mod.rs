//! HTML and JSON over the same commands. `routes` is the one table of everything that answers; `middleware` is what
//! every request passes through; each capability has its folder of pages, views and API.

mod access;
mod agreements;
mod alerts;
mod answer;
mod api;
mod app;
mod app_state;
mod assets;
mod bodies;
mod browse;
mod bulk;
mod catalogue;
mod charges;
mod context;
mod cookies;
mod dev;
mod download;
pub mod error;
mod form;
mod form_token;
mod health;
mod home;
mod kept;
mod listings;
mod metadata;
mod middleware;
mod needs;
mod negotiation;
mod notify;
mod open_data;
pub mod openapi;
mod origin;
mod query_values;
mod reconciliation;
pub mod routes;
mod section;
mod service_levels;
mod shell;
pub mod ui;
pub mod urls;

pub use app::{Server, start};
pub use app_state::{AppState, CookieMode, DemoInfo, DemoSignIn, WebSettings};
