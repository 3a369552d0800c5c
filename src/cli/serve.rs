//! `symbiosis serve`

use std::net::TcpListener;

use super::{Failure, logging, site};
use crate::config::{self, Settings};
use crate::kernel::Clock;
use crate::web::{AppState, CookieMode, WebSettings};

pub(super) fn run(settings: Settings) -> Result<(), Failure> {
    config::check(&settings).map_err(Failure::new)?;
    logging::start(&settings.log, settings.log_format)?;
    site::make_data_folder(&settings)?;
    let db = site::open_database(&settings)?;
    let cookies = if settings.base_url.starts_with("https://") {
        CookieMode::Secure
    } else {
        CookieMode::PlainLoopback
    };
    let web = WebSettings {
        base_url: settings.base_url.clone(),
        cookies,
        secret: settings.secret.clone().into_bytes(),
        trust_proxy: settings.trust_proxy,
        demo: None,
    };
    let clock = Clock::system();
    let state = AppState::new(db, clock.clone(), web).map_err(Failure::new)?;
    let listener = TcpListener::bind(settings.listen)
        .map_err(|error| Failure::new(format!("cannot listen on {}: {error}", settings.listen)))?;
    site::serve(&state, listener, &settings, clock, || {
        tracing::info!(listen = %settings.listen, base_url = settings.base_url, "serving");
    })
}
