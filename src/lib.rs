//! Symbiosis: a marketplace where public bodies trade spare capacity. Web asks, domain decides, storage remembers,
//! views show. `docs/architecture.md` says how a request flows and where a new thing goes.
#![recursion_limit = "256"]

pub mod access;
pub mod agreements;
pub mod alerts;
pub mod audit;
pub mod bodies;
pub mod bulk;
pub mod catalogue;
pub mod charges;
pub mod cli;
pub mod config;
pub mod demo;
pub mod kernel;
pub mod matching;
pub mod needs;
pub mod negotiation;
pub mod netting;
pub mod notify;
pub mod reconciliation;
pub mod service_levels;
pub mod storage;
pub mod web;
pub mod worker;
