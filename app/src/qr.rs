//! QR codes.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::Result;

/// A QR code as the path of an SVG: dark modules, one unit each.
pub struct QrPicture {
    pub size: i32,
    pub path: String,
}

pub fn draw(text: &str) -> Result<QrPicture> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|error| anyhow::anyhow!("a QR code of {} letters: {error}", text.len()))?;
    let size = code.size();
    let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y));
    let path = dark.map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    Ok(QrPicture { size, path })
}
