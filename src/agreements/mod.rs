//! Signing, all parties or none, and the agreements that come of it.
