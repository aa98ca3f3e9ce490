//! draft-cavage-http-signatures-12.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::DateTime;

use super::{Claim, Incoming, Outgoing, Wrong, digest};
use crate::federation::PrivateKey;

const LONGEST: usize = 8192;

/// The parameters of the `Signature` header.
#[derive(Default)]
struct Parameters<'a> {
    key_id: Option<&'a str>,
    headers: Option<&'a str>,
    signature: Option<&'a str>,
    created: Option<&'a str>,
    expires: Option<&'a str>,
}

pub(super) fn claim(request: &Incoming<'_>) -> Result<Claim, Wrong> {
    let mut given = request.headers.get_all("signature").iter();
    let header = given.next().ok_or(Wrong::Unsigned)?.to_str().map_err(|_| Wrong::Unreadable)?;
    if given.next().is_some() {
        return Err(Wrong::Several);
    }
    let parameters = parse(header)?;
    let key_id = parameters.key_id.filter(|id| !id.is_empty()).ok_or(Wrong::Unreadable)?;
    let signature = STANDARD.decode(parameters.signature.ok_or(Wrong::Unreadable)?).map_err(|_| Wrong::Unreadable)?;
    let covered: Vec<&str> = parameters.headers.ok_or(Wrong::Uncovered)?.split_ascii_whitespace().collect();

    let covers = |name: &str| covered.iter().any(|covered| covered.eq_ignore_ascii_case(name));
    if !["(request-target)", "host"].into_iter().all(covers) || !(covers("date") || covers("(created)")) {
        return Err(Wrong::Uncovered);
    }
    if request.has_body() {
        if !covers("digest") {
            return Err(Wrong::Uncovered);
        }
        if !digest::digest_fits(&request.header("digest").ok_or(Wrong::Missing)?, request.body) {
            return Err(Wrong::Digest);
        }
    }
    check_time(request, &parameters, covers("date"), covers("(created)"))?;
    let message = message(request, &parameters, &covered)?;
    Ok(Claim { key_id: key_id.to_owned(), message, signature })
}

fn check_time(request: &Incoming<'_>, parameters: &Parameters<'_>, date: bool, created: bool) -> Result<(), Wrong> {
    let seconds = |text: Option<&str>| text.ok_or(Wrong::Missing)?.parse::<i64>().map_err(|_| Wrong::Unreadable);
    if date {
        let date = request.header("date").ok_or(Wrong::Missing)?;
        let date = DateTime::parse_from_rfc2822(&date).map_err(|_| Wrong::Time)?;
        if !request.is_about_now(date.timestamp()) {
            return Err(Wrong::Time);
        }
    }
    if created && !request.is_about_now(seconds(parameters.created)?) {
        return Err(Wrong::Time);
    }
    if parameters.expires.is_some() && request.is_past(seconds(parameters.expires)?) {
        return Err(Wrong::Time);
    }
    Ok(())
}

/// What was signed: a line for each part, in the order that the header names them.
fn message(request: &Incoming<'_>, parameters: &Parameters<'_>, covered: &[&str]) -> Result<Vec<u8>, Wrong> {
    let mut lines = Vec::with_capacity(covered.len());
    for name in covered {
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            "(request-target)" => {
                format!("{} {}", request.method.to_ascii_lowercase(), request.path_and_query)
            }
            "(created)" => parameters.created.ok_or(Wrong::Missing)?.to_owned(),
            "(expires)" => parameters.expires.ok_or(Wrong::Missing)?.to_owned(),
            // As it was asked for outside, whatever a proxy in between has made of it.
            "host" => request.authority.to_owned(),
            name => request.header(name).ok_or(Wrong::Missing)?,
        };
        lines.push(format!("{name}: {value}"));
    }
    Ok(lines.join("\n").into_bytes())
}

/// `name="value"` or `name=number`, parted by commas; each once.
fn parse(header: &str) -> Result<Parameters<'_>, Wrong> {
    if header.len() > LONGEST {
        return Err(Wrong::Unreadable);
    }
    let mut parameters = Parameters::default();
    let mut rest = header.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or(Wrong::Unreadable)?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or(Wrong::Unreadable)?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        let place = match name.trim() {
            "keyId" => Some(&mut parameters.key_id),
            "headers" => Some(&mut parameters.headers),
            "signature" => Some(&mut parameters.signature),
            "created" => Some(&mut parameters.created),
            "expires" => Some(&mut parameters.expires),
            _ => None,
        };
        if let Some(place) = place
            && place.replace(value.trim()).is_some()
        {
            return Err(Wrong::Unreadable);
        }
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return Err(Wrong::Unreadable),
        };
    }
    Ok(parameters)
}

pub(super) fn sign(
    request: &Outgoing<'_>,
    key: &PrivateKey,
    key_id: &str,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let date = request.now.to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let target = format!("{} {}", request.method.to_ascii_lowercase(), request.path_and_query());
    let mut lines = vec![("(request-target)", target), ("host", request.authority()), ("date", date.clone())];
    let mut headers = vec![("date", date)];
    if let Some(body) = request.body {
        let digest = digest::digest_of(body);
        lines.push(("digest", digest.clone()));
        headers.push(("digest", digest));
    }
    let message: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let signature = STANDARD.encode(key.sign(message.join("\n").as_bytes())?);
    // Some refuse a signature that does not name its algorithm, and some one that names it otherwise.
    headers.push((
        "signature",
        format!(
            "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{}\",signature=\"{signature}\"",
            names.join(" ")
        ),
    ));
    Ok(headers)
}
