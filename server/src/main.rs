//! Starts what the command line asks for, with the page's files inside.
//!
//! They are here, and not in the library, so that a change of the page compiles this file alone.

use server::PageFile;

/// musl's own allocator gives memory back to the kernel, and takes it anew, several times in every request.
/// Without huge pages, of which a small server touches a corner each.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The table that `cargo xtask` wrote, or that of the plain pages (`.cargo/config.toml`).
const SITE: &[PageFile] = include!(env!(
    "PIERHEAD_SITE",
    "cargo sets it, run within the workspace; `cargo xtask dist` builds what is shipped"
));

fn main() -> std::process::ExitCode {
    server::cli::run(SITE)
}
