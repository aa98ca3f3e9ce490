//! Builds the frontend for release builds, so that one command makes the whole hub.
//!
//! `HELIOGRAPH_FRONTEND_DIST` names a folder that is built already. Debug builds read `frontend/dist` from disk as it is.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, exit},
};

fn main() {
    let frontend = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../frontend");
    println!("cargo::rerun-if-env-changed=HELIOGRAPH_FRONTEND_DIST");

    let built = match env::var("HELIOGRAPH_FRONTEND_DIST") {
        Ok(ready) if !ready.is_empty() => PathBuf::from(ready),
        _ if env::var("PROFILE").as_deref() == Ok("release") => build(&frontend),
        _ => frontend.join("dist"),
    };
    // `cargo run` hands it to the program as well, which takes what begins with HELIOGRAPH_ for a setting.
    println!("cargo::rustc-env=FRONTEND_OF_HELIOGRAPH={}", built.display());
}

/// Builds a copy in cargo's own folder: a build must not write into the sources.
fn build(frontend: &Path) -> PathBuf {
    let work = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("frontend");
    for input in
        ["elements", "icons", "scripts", "styles", "package.json", "package-lock.json", "tsconfig.json", ".npmrc"]
    {
        let from = frontend.join(input);
        println!("cargo::rerun-if-changed={}", from.display());
        copy(&from, &work.join(input));
    }

    npm(&work, &["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm(&work, &["run", "build", "--silent"]);
    work.join("dist")
}

fn copy(from: &Path, to: &Path) {
    if let Err(error) = try_copy(from, to) {
        fail(&format!("{} can't be copied: {error}.", from.display()));
    }
}

fn try_copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        return fs::copy(from, to).map(drop);
    }
    // What was removed from the sources must not stay in the copy.
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        try_copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn npm(folder: &Path, arguments: &[&str]) {
    match Command::new("npm").args(arguments).current_dir(folder).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => fail(&format!(
            "“npm {}” failed while building the frontend:\n{}{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(_) => fail(
            "Building Heliograph takes Node.js 20 or newer with npm, which is not on the PATH. Install it, or name a built frontend with HELIOGRAPH_FRONTEND_DIST.",
        ),
    }
}

fn fail(sentence: &str) -> ! {
    eprintln!("{sentence}");
    exit(1)
}
