//! A mail server of one's own, which takes letters as any other would: `tests/services/smtp`.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// Runs until it is dropped.
pub struct MailServer {
    /// For `smtp_url`.
    pub url: String,
    folder: TempDir,
    process: Child,
}

impl MailServer {
    pub fn start() -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("services/smtp");
        let folder = tempfile::tempdir().expect("a folder for letters");
        let mut process = Command::new(program)
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts: it needs Debian's python3-aiosmtpd");
        let mut port = String::new();
        BufReader::new(process.stdout.take().expect("its output")).read_line(&mut port).expect("a port");
        let port: u16 = port.trim().parse().expect("a port: is Debian's python3-aiosmtpd installed?");
        Self { url: format!("smtp://127.0.0.1:{port}"), folder, process }
    }

    /// The letters it took, oldest first, as they came.
    pub fn letters(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| std::fs::read_to_string(path).expect("a letter")).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
