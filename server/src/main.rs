//! Starts what the command line asks for.

/// musl's own allocator gives memory back to the kernel, and takes it anew, several times in every request.
/// Without huge pages, of which a small server touches a corner each.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::cli::run()
}
