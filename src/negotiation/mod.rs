//! From an enquiry to terms that both sides agree in principle.
