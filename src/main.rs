//! The program: everything is in the library, this only starts it.

fn main() {}
