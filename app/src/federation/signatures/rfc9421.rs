//! HTTP Message Signatures (RFC 9421), as much of them as servers use among each other: one signature, components
//! without parameters.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Claim, Incoming, Outgoing, Wrong, digest};
use crate::federation::PrivateKey;

const LONGEST: usize = 8192;

/// One member of `Signature-Input`.
pub(super) struct Input<'a> {
    label: &'a str,
    components: Vec<&'a str>,
    key_id: Option<&'a str>,
    created: Option<i64>,
    expires: Option<i64>,
    /// The components and parameters as they were written: what the last line of the signed text holds.
    written: &'a str,
}

pub(super) fn claim(request: &Incoming<'_>) -> Result<Claim, Wrong> {
    let header = request.header("signature-input").ok_or(Wrong::Unsigned)?;
    let input = parse(&header)?;
    let signatures = request.header("signature").ok_or(Wrong::Unsigned)?;
    let (label, signature) = signatures.split_once('=').ok_or(Wrong::Unreadable)?;
    if label.trim() != input.label {
        return Err(Wrong::Unreadable);
    }
    let signature = signature.trim().strip_prefix(':').and_then(|value| value.strip_suffix(':'));
    let signature = STANDARD.decode(signature.ok_or(Wrong::Unreadable)?).map_err(|_| Wrong::Unreadable)?;

    let covers = |name: &str| input.components.contains(&name);
    if !["@method", "@target-uri"].into_iter().all(covers) {
        return Err(Wrong::Uncovered);
    }
    if request.has_body() {
        if !covers("content-digest") {
            return Err(Wrong::Uncovered);
        }
        if !digest::content_digest_fits(&request.header("content-digest").ok_or(Wrong::Missing)?, request.body) {
            return Err(Wrong::Digest);
        }
    }
    let created = input.created.ok_or(Wrong::Uncovered)?;
    if !request.is_about_now(created) || input.expires.is_some_and(|expires| request.is_past(expires)) {
        return Err(Wrong::Time);
    }
    let key_id = input.key_id.filter(|id| !id.is_empty()).ok_or(Wrong::Unreadable)?;
    Ok(Claim { key_id: key_id.to_owned(), message: base(request, &input)?.into_bytes(), signature })
}

/// The signature base (RFC 9421, 2.5).
pub(super) fn base(request: &Incoming<'_>, input: &Input<'_>) -> Result<String, Wrong> {
    let mut base = String::new();
    for name in &input.components {
        base.push_str(&format!("\"{name}\": {}\n", component(request, name)?));
    }
    base.push_str(&format!("\"@signature-params\": {}", input.written));
    Ok(base)
}

fn component(request: &Incoming<'_>, name: &str) -> Result<String, Wrong> {
    let (path, query) = match request.path_and_query.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (request.path_and_query, "?".to_owned()),
    };
    Ok(match name {
        "@method" => request.method.to_ascii_uppercase(),
        "@target-uri" => format!("{}{}", request.origin, request.path_and_query),
        "@authority" => request.authority.to_ascii_lowercase(),
        "@scheme" => request.origin.split(':').next().unwrap_or_default().to_owned(),
        "@request-target" => request.path_and_query.to_owned(),
        "@path" => path.to_owned(),
        "@query" => query,
        derived if derived.starts_with('@') => return Err(Wrong::Unreadable),
        header => request.header(header).ok_or(Wrong::Missing)?,
    })
}

/// `label=("name" "name");created=1;keyid="id"`, of which there is one.
pub(super) fn parse(header: &str) -> Result<Input<'_>, Wrong> {
    if header.len() > LONGEST {
        return Err(Wrong::Unreadable);
    }
    let (label, written) = header.trim().split_once('=').ok_or(Wrong::Unreadable)?;
    let label = label.trim();
    let named = !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.*".contains(&b));
    let inner = written.strip_prefix('(').filter(|_| named).ok_or(Wrong::Unreadable)?;
    let (list, mut rest) = inner.split_once(')').ok_or(Wrong::Unreadable)?;
    let mut components = Vec::new();
    for name in list.split_ascii_whitespace() {
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).ok_or(Wrong::Unreadable)?;
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"@-_.".contains(&b));
        if !plain || name.is_empty() || components.contains(&name) {
            return Err(Wrong::Unreadable);
        }
        components.push(name);
    }
    let mut input = Input { label, components, key_id: None, created: None, expires: None, written };
    while !rest.is_empty() {
        if rest.trim_start().starts_with(',') {
            return Err(Wrong::Several);
        }
        let parameter = rest.strip_prefix(';').ok_or(Wrong::Unreadable)?;
        let (name, after) = parameter.split_once('=').ok_or(Wrong::Unreadable)?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or(Wrong::Unreadable)?,
            None => after.split_at(after.find([';', ',']).unwrap_or(after.len())),
        };
        let number = || value.trim().parse::<i64>().map(Some).map_err(|_| Wrong::Unreadable);
        match name.trim() {
            "created" => input.created = number()?,
            "expires" => input.expires = number()?,
            "keyid" => input.key_id = Some(value),
            _ => {}
        }
        rest = after;
    }
    Ok(input)
}

pub(super) fn sign(
    request: &Outgoing<'_>,
    key: &PrivateKey,
    key_id: &str,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut headers = Vec::new();
    let mut lines =
        vec![("@method", request.method.to_ascii_uppercase()), ("@target-uri", request.url.as_str().to_owned())];
    if let Some(body) = request.body {
        let digest = digest::content_digest_of(body);
        lines.push(("content-digest", digest.clone()));
        headers.push(("content-digest", digest));
    }
    let names: Vec<String> = lines.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let created = request.now.millis().div_euclid(1000);
    let written = format!("({});created={created};keyid=\"{key_id}\";alg=\"rsa-v1_5-sha256\"", names.join(" "));
    let mut base: String = lines.iter().map(|(name, value)| format!("\"{name}\": {value}\n")).collect();
    base.push_str(&format!("\"@signature-params\": {written}"));
    let signature = STANDARD.encode(key.sign(base.as_bytes())?);
    headers.push(("signature-input", format!("sig1={written}")));
    headers.push(("signature", format!("sig1=:{signature}:")));
    Ok(headers)
}
