//! The form on which a post is made, saved while it is written. Only scripts ask for this.

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    super::{Saved, remove_item},
    form::{About, draft_behind, readable, receive_form, save_form},
};
use crate::{
    app::App,
    error::{Error, Result},
    viewer::Viewer,
    web::{Form, Page},
    words::Message,
};

/// What came of it.
#[derive(Default, Serialize)]
struct Answer {
    /// What the form sends back as its `version` the next time.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Why nothing was saved.
    #[serde(skip_serializing_if = "String::is_empty")]
    sentence: String,
    /// Where the draft is now, when it is no longer open.
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<String>,
}

/// 200 when it is kept, 409 when another window was there in between, 422 when something in it can't be kept.
pub async fn save(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let (fields, _) = receive_form(&app, &viewer, None, readable(parts)?).await?;
    if fields.get("draft").is_empty() {
        return Err(Error::Malformed("the form names no draft".to_owned()));
    }
    let draft = match draft_behind(&app, &viewer, &fields).await? {
        About::Open(draft) => draft,
        About::Elsewhere(place) => {
            let sentence = page.words.say(&Message::new("problem-draft-gone"));
            return answer(StatusCode::CONFLICT, &Answer { sentence, elsewhere: Some(place), ..Answer::default() });
        }
    };
    let saved = match save_form(&app, &draft, &fields).await {
        Ok(saved) => saved,
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            let sentence = form.problems().first().map(|problem| problem.summary.clone()).unwrap_or_default();
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &Answer { sentence, ..Answer::default() });
        }
        Err(error) => return Err(error),
    };
    match saved {
        Saved::At(at) => {
            if let Some(item) = fields.get("action").strip_prefix("remove:") {
                remove_item(&app, &draft, item.parse().map_err(|_| Error::NotFound)?).await?;
            }
            answer(StatusCode::OK, &Answer { version: Some(at.0.to_string()), ..Answer::default() })
        }
        Saved::Elsewhere(at) => {
            let sentence = page.words.say(&Message::new("problem-draft-elsewhere"));
            let answered = Answer { sentence, version: Some(at.0.to_string()), elsewhere: None };
            answer(StatusCode::CONFLICT, &answered)
        }
    }
}

fn answer(status: StatusCode, answer: &Answer) -> Result<Response> {
    let json = serde_json::to_string(answer).map_err(anyhow::Error::new)?;
    Ok((status, [(CONTENT_TYPE, "application/json")], json).into_response())
}
