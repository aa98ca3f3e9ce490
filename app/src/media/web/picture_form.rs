//! A form with one picture and the part of it that is shown: an avatar, a header, a logo.

use axum::extract::{
    Multipart,
    multipart::{MultipartError, MultipartRejection},
};

use super::super::{Part, Received, receive};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    viewer::Tenant,
    web::{self, Fields},
};

/// More than the few numbers and the description of a picture.
const MOST_TEXT: usize = 20_000;
const MOST_TEXT_FIELDS: usize = 10;

/// The body as it arrives.
pub type PictureParts = Result<Multipart, MultipartRejection>;

pub struct PictureForm {
    pub fields: Fields,
    /// None when no picture was chosen; else it, or what is wrong with it.
    pub upload: Result<Option<Received>, Problems>,
    pub part: Part,
}

/// Reads the form. The picture is no larger than the community allows.
pub async fn picture_form(app: &App, tenant: &Tenant, parts: PictureParts) -> Result<PictureForm> {
    let mut parts = parts.map_err(|error| Error::Malformed(error.to_string()))?;
    let malformed = |error: MultipartError| Error::Malformed(error.to_string());
    let (mut fields, mut left) = (Vec::new(), MOST_TEXT);
    let mut upload = Ok(None);
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "picture" {
            let file_name = part.file_name().unwrap_or_default().to_owned();
            if !file_name.is_empty() {
                let received = receive(app, &file_name, tenant.limits().photo_bytes(), part).await?;
                upload = received.map(Some).map_err(|message| Problems::one("picture", message));
            }
            continue;
        }
        fields.push(web::text_part(name, part, &mut left).await?);
        if fields.len() > MOST_TEXT_FIELDS {
            return Err(Error::Malformed("the form has too many fields".to_owned()));
        }
    }
    let fields = Fields::new(fields)?;
    let number = |field: &str| fields.get(field).parse().unwrap_or(f64::NAN);
    let part = Part::new(number("x"), number("y"), number("size"));
    Ok(PictureForm { upload, part, fields })
}
