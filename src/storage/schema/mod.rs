//! The tables as Diesel sees them, one file per capability, the same for both databases.
//! A test holds this to what the migrations of each database really make.

mod access_tables;
mod agreements_tables;
mod alerts_tables;
mod bodies_tables;
mod bulk_tables;
mod catalogue_tables;
mod charges_tables;
mod foundation_tables;
mod needs_tables;
mod negotiation_tables;
mod reconciliation_tables;
mod service_levels_tables;

pub use access_tables::{
    api_tokens, claims, invitations, mail_links, memberships, people, sessions, throttles,
};
pub use agreements_tables::{agreement_parties, agreements, leg_kpis, legs, signatures};
pub use alerts_tables::{news_settings, saved_searches, search_finds};
pub use bodies_tables::{
    bank_holidays, bodies, body_domains, body_identifiers, body_search, successions, successor_codes,
};
pub use bulk_tables::{bulk_headings, bulk_rows, bulk_uploads};
pub use catalogue_tables::{
    offer_attachments, offer_changes, offer_months, offer_versions, offer_wants, offers, service_families,
    services,
};
pub use charges_tables::{invoice_counters, invoices, period_closes, set_offs};
pub use foundation_tables::{
    audit_checkpoints, audit_event_bodies, audit_events, idempotency_keys, jobs, mails, settings,
};
pub use needs_tables::{dismissed_suggestions, need_versions, needs, shortlist_items, shortlist_removals};
pub use negotiation_tables::{
    enquiries, enquiry_messages, proposal_counters, proposal_versions, proposals, public_answers,
    reservations,
};
pub use reconciliation_tables::{
    ledger_bad_rows, ledger_files, ledger_lines, ledger_mappings, ledger_matches, statement_lines,
    statements, supplier_names,
};
pub use service_levels_tables::{return_lines, returns};

diesel::allow_tables_to_appear_in_same_query!(audit_events, audit_event_bodies);
diesel::allow_tables_to_appear_in_same_query!(
    bodies,
    body_identifiers,
    body_domains,
    successions,
    successor_codes,
    body_search,
    memberships,
    people,
    sessions,
    claims,
    invitations,
    api_tokens,
);
diesel::allow_tables_to_appear_in_same_query!(
    bodies,
    offers,
    offer_wants,
    offer_months,
    offer_versions,
    offer_attachments,
    needs,
    need_versions,
    shortlist_items,
    shortlist_removals,
    services,
    service_families,
    enquiries,
    public_answers,
    proposals,
    proposal_versions,
    reservations,
);
diesel::allow_tables_to_appear_in_same_query!(
    agreements,
    agreement_parties,
    legs,
    leg_kpis,
    returns,
    return_lines,
    invoices,
    period_closes,
    set_offs,
    ledger_matches,
    ledger_lines,
    ledger_files,
    supplier_names,
    statements,
    statement_lines,
);
diesel::joinable!(audit_event_bodies -> audit_events (event_id));
diesel::joinable!(body_identifiers -> bodies (body_id));
diesel::joinable!(body_domains -> bodies (body_id));
diesel::joinable!(successor_codes -> bodies (predecessor_id));
diesel::joinable!(body_search -> bodies (body_id));
diesel::joinable!(memberships -> bodies (body_id));
diesel::joinable!(memberships -> people (person_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(claims -> bodies (body_id));
diesel::joinable!(invitations -> bodies (body_id));
diesel::joinable!(api_tokens -> bodies (body_id));
diesel::joinable!(offers -> bodies (body_id));
diesel::joinable!(offers -> services (service_code));
diesel::joinable!(services -> service_families (family_code));
diesel::joinable!(offer_wants -> offers (offer_id));
diesel::joinable!(offer_months -> offers (offer_id));
diesel::joinable!(offer_versions -> offers (offer_id));
diesel::joinable!(offer_attachments -> offers (offer_id));
diesel::allow_tables_to_appear_in_same_query!(saved_searches, search_finds);
diesel::allow_tables_to_appear_in_same_query!(search_finds, offers);
diesel::allow_tables_to_appear_in_same_query!(search_finds, needs);
diesel::joinable!(search_finds -> saved_searches (search_id));
diesel::joinable!(needs -> bodies (body_id));
diesel::joinable!(needs -> services (service_code));
diesel::joinable!(need_versions -> needs (need_id));
diesel::joinable!(enquiries -> offers (offer_id));
diesel::joinable!(public_answers -> enquiries (enquiry_id));
diesel::joinable!(proposal_versions -> proposals (proposal_id));
diesel::joinable!(agreement_parties -> agreements (agreement_id));
diesel::joinable!(legs -> agreements (agreement_id));
diesel::joinable!(leg_kpis -> legs (leg_id));
diesel::joinable!(returns -> legs (leg_id));
diesel::joinable!(return_lines -> returns (return_id));
diesel::joinable!(invoices -> agreements (agreement_id));
diesel::joinable!(ledger_matches -> ledger_lines (line_id));
diesel::joinable!(ledger_matches -> invoices (invoice_id));
diesel::joinable!(ledger_lines -> ledger_files (file_id));
diesel::joinable!(statement_lines -> statements (statement_id));
diesel::joinable!(statement_lines -> invoices (invoice_id));
