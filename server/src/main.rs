//! Starts what the command line asks for.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
