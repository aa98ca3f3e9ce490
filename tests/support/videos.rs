//! Videos as other servers have them: made here by ffmpeg, once for all tests.

use std::{process::Command, sync::OnceLock};

/// Two seconds of a test picture, 320 by 180.
pub fn mp4() -> Vec<u8> {
    static MP4: OnceLock<Vec<u8>> = OnceLock::new();
    MP4.get_or_init(|| {
        made("testsrc", &["-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"], "out.mp4")
    })
    .clone()
}

/// Another one.
pub fn other_mp4() -> Vec<u8> {
    static MP4: OnceLock<Vec<u8>> = OnceLock::new();
    MP4.get_or_init(|| made("smptebars", &["-c:v", "libx264", "-pix_fmt", "yuv420p"], "out.mp4")).clone()
}

pub fn webm() -> Vec<u8> {
    static WEBM: OnceLock<Vec<u8>> = OnceLock::new();
    WEBM.get_or_init(|| made("testsrc", &["-c:v", "libvpx"], "out.webm")).clone()
}

pub fn mov() -> Vec<u8> {
    static MOV: OnceLock<Vec<u8>> = OnceLock::new();
    MOV.get_or_init(|| made("testsrc", &["-c:v", "libx264", "-pix_fmt", "yuv420p", "-f", "mov"], "out.mov")).clone()
}

fn made(picture: &str, how: &[&str], name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let source = format!("{picture}=size=320x180:rate=10:duration=2");
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", &source])
        .args(how)
        .arg(name)
        .current_dir(folder.path())
        .output()
        .expect("ffmpeg");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(folder.path().join(name)).expect("what it has made")
}
