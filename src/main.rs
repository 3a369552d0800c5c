//! The program: everything is in the library, this only starts it.

use std::process::ExitCode;

/// Pages are many short strings, made on one thread and let go of on another: mimalloc does that for about half of what
/// the C library takes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    symbiosis::cli::run()
}
