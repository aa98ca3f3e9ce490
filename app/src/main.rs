use std::process::ExitCode;

fn main() -> ExitCode {
    heliograph::cli::main()
}
