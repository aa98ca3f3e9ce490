//! A page as somebody sees it, and what they can do on it.

use reqwest::multipart;
use scraper::{ElementRef, Html, Selector};

use super::{Answer, Person};

pub struct Page {
    pub status: u16,
    /// Where the browser ended up.
    pub path: String,
    person: Person,
    html: Html,
    typed: Vec<(String, String)>,
    files: Vec<(String, String, Vec<u8>)>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

impl Page {
    pub(crate) fn new(person: Person, path: String, answer: &Answer) -> Self {
        let html = Html::parse_document(&answer.text());
        Self { status: answer.status.as_u16(), path, person, html, typed: Vec::new(), files: Vec::new() }
    }

    /// The words of the first element that fits, with single spaces.
    pub fn text(&self, css: &str) -> String {
        self.html.select(&selector(css)).next().map(words).unwrap_or_default()
    }

    pub fn texts(&self, css: &str) -> Vec<String> {
        self.html.select(&selector(css)).map(words).collect()
    }

    /// An attribute of each element that fits and has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.html.select(&selector(css)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    pub fn attribute(&self, css: &str, name: &str) -> String {
        self.attributes(css, name).into_iter().next().unwrap_or_default()
    }

    pub fn has(&self, css: &str) -> bool {
        self.html.select(&selector(css)).next().is_some()
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> String {
        let field = self.html.select(&selector(&format!("[name='{name}']"))).next();
        field.map(current_value).unwrap_or_default()
    }

    /// Everything a person can read of the page's main part.
    pub fn main_text(&self) -> String {
        self.text("main")
    }

    pub fn fills(mut self, field: &str, value: &str) -> Self {
        assert!(self.has(&format!("[name='{field}']")), "there is no field {field} on {}", self.path);
        self.typed.push((field.to_owned(), value.to_owned()));
        self
    }

    /// Chooses a file.
    pub fn attaches(mut self, field: &str, file_name: &str, bytes: Vec<u8>) -> Self {
        assert!(self.has(&format!("input[type='file'][name='{field}']")), "there is no file field {field}");
        self.files.push((field.to_owned(), file_name.to_owned(), bytes));
        self
    }

    /// Follows the link with these words.
    pub async fn clicks(&self, link: &str) -> Self {
        let target = self
            .html
            .select(&selector("a[href]"))
            .find(|element| words(*element) == link)
            .unwrap_or_else(|| panic!("there is no link “{link}” on {}: {}", self.path, self.main_text()));
        self.person.visits(target.attr("href").unwrap_or_default()).await
    }

    /// Presses the button with these words, sending its form.
    pub async fn presses(self, button: &str) -> Self {
        let found = self
            .html
            .select(&selector("form button"))
            .find(|element| words(*element) == button)
            .unwrap_or_else(|| panic!("there is no button “{button}” on {}: {}", self.path, self.main_text()));
        let form = found
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")
            .expect("a button in a form has a form");
        let action = form.attr("action").unwrap_or(&self.path).to_owned();

        let mut fields: Vec<(String, String)> = Vec::new();
        for field in form.select(&selector("input[name], textarea[name], select[name]")) {
            let (name, kind) = (field.attr("name").unwrap_or_default(), field.attr("type").unwrap_or_default());
            let typed = self.typed.iter().rev().find(|(typed, _)| typed == name).map(|(_, value)| value);
            let value = match kind {
                "file" => continue,
                "radio" | "checkbox" => match typed {
                    Some(value) if field.attr("value") == Some(value) => value.clone(),
                    None if field.attr("checked").is_some() => current_value(field),
                    _ => continue,
                },
                _ => typed.cloned().unwrap_or_else(|| current_value(field)),
            };
            fields.push((name.to_owned(), value));
        }
        if let Some(name) = found.attr("name") {
            fields.push((name.to_owned(), found.attr("value").unwrap_or_default().to_owned()));
        }

        let path = action.split('#').next().unwrap_or_default().to_owned();
        let answer = if form.attr("enctype") == Some("multipart/form-data") {
            let mut multipart = multipart::Form::new();
            for (name, value) in fields {
                multipart = multipart.text(name, value);
            }
            for (field, file_name, bytes) in self.files {
                multipart = multipart.part(field, multipart::Part::bytes(bytes).file_name(file_name));
            }
            self.person.sends(&path, multipart).await
        } else if form.attr("method") == Some("get") {
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            return self.person.visits(&format!("{path}?{query}")).await;
        } else {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.person.posts(&path, &fields).await
        };
        self.person.follows(answer, &path).await
    }
}

fn current_value(field: ElementRef<'_>) -> String {
    match field.value().name() {
        // HTML drops the first line break of a textarea.
        "textarea" => field.text().collect(),
        "select" => {
            let chosen = selector("option[selected]");
            field.select(&chosen).next().and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
        }
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}
