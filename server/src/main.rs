//! Starts what the command line asks for.

/// musl's own allocator gives memory back to the kernel, and takes it anew, several times in every request.
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> std::process::ExitCode {
    server::cli::run()
}
