//! The server: built on any port, so that tests run the very same thing.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};

use super::app_state::AppState;
use super::middleware::{UPLOAD_KIB, facts, headers, problem, protect};
use super::routes;

/// How long requests in flight may take to finish after a request to stop.
const STOP_WITHIN_SECONDS: u64 = 30;

/// A running server.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    pub handle: ServerHandle,
    pub task: tokio::task::JoinHandle<std::io::Result<()>>,
}

/// Starts serving on `listener`. The caller decides when to stop: nothing here listens for signals.
pub fn start(state: Arc<AppState>, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let address = listener.local_addr()?;
    let data = web::Data::from(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            // The real limits are the middleware's, which has read the body before any handler.
            .app_data(web::PayloadConfig::new(UPLOAD_KIB * 1024))
            .wrap(from_fn(protect))
            .wrap(from_fn(facts))
            .wrap(from_fn(problem))
            .wrap(Compress::default())
            .wrap(from_fn(headers))
            .configure(routes::configure)
    })
    .workers(workers)
    // A client that sends its request a letter at a time is cut off.
    .client_request_timeout(Duration::from_secs(10))
    .client_disconnect_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(75))
    .shutdown_timeout(STOP_WITHIN_SECONDS)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    Ok(Server { address, handle, task: tokio::spawn(server) })
}
