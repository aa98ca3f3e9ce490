//! How a photo was made, read of its EXIF data: never where, by whom, or with which numbered device.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};
use heliograph_entity::{
    item,
    values::{Details, ItemId},
};

use super::queries;
use crate::{app::App, error::Result};

/// What the file tells. Nothing, where it has no such data or they can't be read.
pub(super) fn details(bytes: &[u8]) -> Details {
    let mut reader = Reader::new();
    // One damaged field leaves the others readable.
    reader.continue_on_error(true);
    let exif = match reader.read_from_container(&mut Cursor::new(bytes)) {
        Ok(exif) => Some(exif),
        Err(error) => error.distill_partial_result(|_| {}).ok(),
    };
    let Some(exif) = exif else { return Details { read: true, ..Details::default() } };
    let details = Details {
        camera: Details::device(text(&exif, Tag::Make), text(&exif, Tag::Model)),
        lens: Details::device(text(&exif, Tag::LensMake), text(&exif, Tag::LensModel)),
        focal_length: number(&exif, Tag::FocalLength),
        aperture: number(&exif, Tag::FNumber),
        exposure: number(&exif, Tag::ExposureTime),
        iso: exif.get_field(Tag::PhotographicSensitivity, In::PRIMARY).and_then(|field| field.value.get_uint(0)),
        taken: text(&exif, Tag::DateTimeOriginal).and_then(day),
        read: true,
    };
    details.checked()
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let line = lines.first()?;
    // A camera's name is short: what goes on for pages is no name.
    let text = String::from_utf8_lossy(line.get(..line.len().min(400))?);
    let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(exif: &Exif, tag: Tag) -> Option<f64> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(parts) => parts.first().filter(|part| part.denom != 0).map(|part| part.to_f64()),
        _ => None,
    }
}

/// `2026:11:22 13:05:00` (EXIF 2.32, 4.6.5).
fn day(text: String) -> Option<String> {
    let day = text.get(..10)?;
    (day.get(4..5) == Some(":")).then(|| day.replace(':', "-"))
}

/// Reads the originals of a stretch of items that were uploaded before anybody asked. The last item's id, to go on from.
pub async fn read_details(app: &App, after: ItemId, most: u64) -> Result<Option<(ItemId, usize)>> {
    let items: Vec<item::Model> = queries::items_unread(app.db.reader(), after, most).await?;
    let Some(last) = items.last().map(|item| item.id) else { return Ok(None) };
    let mut read = 0;
    for item in items {
        let Some(original) = queries::original(app.db.reader(), item.id).await? else { continue };
        let bytes = app.storage.read(&original.key).await?;
        let found = tokio::task::spawn_blocking(move || details(&bytes)).await.map_err(anyhow::Error::new)?;
        let tx = app.db.write_tx().await?;
        queries::set_details(&tx, item.id, &found.to_json()).await?;
        tx.commit().await?;
        read += 1;
    }
    Ok(Some((last, read)))
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::Details;

    use super::details;

    #[test]
    fn a_file_that_tells_nothing_has_no_details() {
        let nothing = Details { read: true, ..Details::default() };
        for bytes in [&b""[..], b"\xff\xd8\xff\xd9", b"Exif\0\0MM", b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM\0*\0\0\0\x08"] {
            assert_eq!(details(bytes), nothing);
        }
    }
}
