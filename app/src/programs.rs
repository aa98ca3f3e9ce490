//! Programs of others, which read what the hub does not read itself.
//!
//! They are written in C and are given whatever somebody sends. So each file has a process of its own, in a folder of its
//! own, without our environment, and with limits of time, memory and size: what breaks one breaks nothing else.

use std::{
    ffi::OsStr,
    fmt, fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use tokio::process::Command;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Program {
    /// Makes pictures of AVIF and HEIC.
    HeifConvert,
    /// Makes pictures of videos.
    Ffmpeg,
    /// Starts the others, with their limits (util-linux).
    Prlimit,
}

impl Program {
    const ALL: [Self; 3] = [Self::HeifConvert, Self::Ffmpeg, Self::Prlimit];

    pub fn name(self) -> &'static str {
        match self {
            Self::HeifConvert => "heif-convert",
            Self::Ffmpeg => "ffmpeg",
            Self::Prlimit => "prlimit",
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a process may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To its end. It is allowed to compute for as long.
    pub time: Duration,
    /// Bytes of its address space.
    pub memory: u64,
    /// Bytes of each file that it writes.
    pub output: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0} is not installed")]
    Missing(Program),
    #[error("{0} can't be run")]
    Unable(Program, #[source] io::Error),
    #[error("{0} took longer than {1} seconds")]
    Slow(Program, u64),
    #[error("{0} ended with {1}: {2}")]
    Ended(Program, ExitStatus, String),
}

impl Failure {
    /// Whether it is the machine that fails, and not the file.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Unable(..))
    }
}

/// Where the programs lie that this machine has.
#[derive(Debug)]
pub struct Programs(Vec<(Program, PathBuf)>);

/// What a program says last, in bytes.
const LAST_WORDS: usize = 400;

impl Programs {
    /// Looks for them in these folders, which are separated as in `PATH`.
    pub fn find(folders: &OsStr) -> Self {
        let in_folders = |program: Program| {
            let mut places = std::env::split_paths(folders).map(|folder| folder.join(program.name()));
            places.find(|place| is_executable(place)).map(|place| (program, place))
        };
        Self(Program::ALL.into_iter().filter_map(in_folders).collect())
    }

    /// Whether it can be run here.
    pub fn has(&self, program: Program) -> bool {
        self.lacks(program).is_none()
    }

    /// What is missing on this machine to run it.
    pub fn lacks(&self, program: Program) -> Option<Program> {
        [program, Program::Prlimit].into_iter().find(|needed| self.place(*needed).is_none())
    }

    fn place(&self, program: Program) -> Option<&Path> {
        self.0.iter().find(|(known, _)| *known == program).map(|(_, place)| place.as_path())
    }

    /// Runs it to its end in `folder`, where the files lie that it reads and where it writes.
    pub async fn run(&self, program: Program, folder: &Path, words: &[&str], limits: Limits) -> Result<(), Failure> {
        let place = |program| self.place(program).ok_or(Failure::Missing(program));
        let unable = |error: io::Error| Failure::Unable(program, error);
        let said = folder.join("said");
        let mut process = Command::new(place(Program::Prlimit)?)
            .arg(format!("--as={}", limits.memory))
            .arg(format!("--cpu={}", limits.time.as_secs()))
            .arg(format!("--fsize={}", limits.output))
            .args(["--core=0", "--nofile=64", "--"])
            .arg(place(program)?)
            .args(words)
            .env_clear()
            // Each of its threads would set memory aside, which counts although it is never used.
            .env("MALLOC_ARENA_MAX", "2")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&said).map_err(unable)?)
            .kill_on_drop(true)
            .spawn()
            .map_err(unable)?;
        let status = match tokio::time::timeout(limits.time, process.wait()).await {
            Ok(status) => status.map_err(unable)?,
            Err(_) => {
                process.kill().await.map_err(unable)?;
                return Err(Failure::Slow(program, limits.time.as_secs()));
            }
        };
        if status.success() {
            return Ok(());
        }
        let said = fs::read(&said).unwrap_or_default();
        let last = String::from_utf8_lossy(&said[said.len().saturating_sub(LAST_WORDS)..]).trim().to_owned();
        Err(Failure::Ended(program, status, last))
    }
}

fn is_executable(place: &Path) -> bool {
    fs::metadata(place).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

    use super::{Failure, Limits, Program, Programs};

    const LIMITS: Limits = Limits { time: Duration::from_secs(2), memory: 500_000_000, output: 1000 };

    /// A program of that name, which does this.
    fn with(folder: &Path, program: Program, script: &str) -> Programs {
        let place = folder.join(program.name());
        fs::write(&place, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("executable");
        let mut folders = OsString::from(folder);
        folders.push(":/usr/bin:/bin");
        Programs::find(&folders)
    }

    /// One after the other: while one is written, a process that another one begins would keep it open, and busy.
    static IN_TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

    async fn run(script: &str) -> Result<String, Failure> {
        let _turn = IN_TURN.lock().await;
        let folder = tempfile::tempdir().expect("a folder");
        let programs = with(folder.path(), Program::HeifConvert, script);
        programs.run(Program::HeifConvert, folder.path(), &["out"], LIMITS).await?;
        Ok(fs::read_to_string(folder.path().join("out")).expect("what it wrote"))
    }

    #[tokio::test]
    async fn a_program_has_its_folder_and_nothing_of_ours() {
        let seen = run("(/usr/bin/env; pwd) > $1").await.expect("done");
        assert!(!seen.contains("HOME=") && !seen.contains("HELIOGRAPH"), "{seen}");
        assert!(
            matches!(run("echo no picture >&2; exit 3").await, Err(Failure::Ended(_, _, said)) if said == "no picture")
        );
    }

    #[tokio::test]
    async fn a_program_takes_no_more_than_it_may() {
        assert!(matches!(run("exec sleep 60").await, Err(Failure::Slow(..))));
        assert!(matches!(run("while :; do :; done").await, Err(Failure::Slow(..) | Failure::Ended(..))));
        assert!(matches!(run("head -c 100000 /dev/zero > $1").await, Err(Failure::Ended(..))));
        assert!(matches!(
            run("exec head -c 900000000 /dev/zero | tail -c 800000000 > $1").await,
            Err(Failure::Ended(..))
        ));
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_missed() {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = Programs::find(folder.path().as_os_str());
        assert!(!programs.has(Program::Ffmpeg));
        let run = programs.run(Program::Ffmpeg, folder.path(), &[], LIMITS).await;
        assert!(run.is_err_and(|failure| failure.is_ours()));
    }
}
