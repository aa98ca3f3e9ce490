//! Lists of policies as communities hand them on: CSV (RFC 4180) in the form of Mastodon.

use heliograph_entity::policy::{self, Severity};

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 6] = ["domain", "severity", "reject_media", "reject_reports", "public_comment", "obfuscate"];

/// A line of such a list, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins, from 1.
    pub line: usize,
    pub domain: String,
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub public_comment: String,
    pub obfuscate: bool,
}

impl Entry {
    /// What is meant; lists that name domains alone mean that these are suspended.
    pub fn severity(&self) -> Option<Severity> {
        match self.severity.trim().to_ascii_lowercase().as_str() {
            "" | "suspend" => Some(Severity::Suspend),
            "silence" | "limit" => Some(Severity::Limit),
            "noop" | "none" | "allow" => Some(Severity::Allow),
            _ => None,
        }
    }
}

/// How others call it.
fn told(severity: Severity) -> &'static str {
    match severity {
        Severity::Allow => "noop",
        Severity::Limit => "silence",
        Severity::Suspend => "suspend",
    }
}

pub fn write(policies: &[policy::Model]) -> String {
    let mut text = COLUMNS.map(|column| format!("#{column}")).join(",") + "\n";
    for policy in policies {
        let flag = |is: bool| if is { "TRUE" } else { "FALSE" };
        let columns = [
            policy.domain.as_str(),
            told(policy.severity),
            flag(policy.reject_media),
            flag(policy.reject_reports),
            &policy.public_comment,
            flag(policy.obfuscate),
        ];
        text += &columns.map(quoted).join(",");
        text.push('\n');
    }
    text
}

/// A spreadsheet takes what begins so for a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

fn quoted(text: &str) -> String {
    let text = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The lines of a list, without its header. One without a header has the columns in the usual order.
pub fn read(text: &str) -> Vec<Entry> {
    let rows = rows(text.trim_start_matches('\u{feff}'));
    let mut columns: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    let mut entries = Vec::new();
    for (at, (line, fields)) in rows.into_iter().enumerate() {
        let first = fields.first().map_or("", |field| field.trim());
        let names = |field: &String| field.trim().trim_start_matches('#').eq_ignore_ascii_case("domain");
        if at == 0 && fields.iter().any(names) {
            columns = fields.iter().map(|field| field.trim().trim_start_matches('#').to_ascii_lowercase()).collect();
            continue;
        }
        if fields.iter().all(|field| field.trim().is_empty()) || first.starts_with('#') {
            continue;
        }
        let field = |name: &str| {
            let at = columns.iter().position(|column| column == name);
            at.and_then(|at| fields.get(at)).map(|field| field.trim().to_owned()).unwrap_or_default()
        };
        let flag = |name: &str| ["true", "1", "yes"].contains(&field(name).to_ascii_lowercase().as_str());
        let comment = field("public_comment");
        let plain = comment.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).map(str::to_owned);
        entries.push(Entry {
            line,
            domain: field("domain"),
            severity: field("severity"),
            reject_media: flag("reject_media"),
            reject_reports: flag("reject_reports"),
            public_comment: plain.unwrap_or(comment),
            obfuscate: flag("obfuscate"),
        });
    }
    entries
}

/// The fields of each row, and the line that it begins on.
fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begins, mut quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push((begins, std::mem::take(&mut row)));
                begins = line + 1;
            }
            '\r' if !quoted => {}
            letter => field.push(letter),
        }
        line += usize::from(letter == '\n');
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push((begins, row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use heliograph_entity::{
        policy::{self, Severity},
        values::{AccountId, PolicyId, TenantId, Timestamp},
    };

    use super::{read, write};

    #[test]
    fn lists_of_other_servers_are_read_whatever_they_leave_out() {
        let text = "\u{feff}#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n\
            bad.example,suspend,FALSE,FALSE,\"spam, and \"\"worse\"\"\nin two lines\",TRUE\r\n\
            \r\n\
            loud.example,silence,TRUE,FALSE,,FALSE\r\n\
            fine.example,noop,true,,\r\n\
            odd.example,forbid,,,";
        let entries = read(text);
        let said: Vec<_> = entries.iter().map(|entry| (entry.line, entry.domain.as_str(), entry.severity())).collect();
        assert_eq!(
            said,
            [
                (2, "bad.example", Some(Severity::Suspend)),
                (5, "loud.example", Some(Severity::Limit)),
                (6, "fine.example", Some(Severity::Allow)),
                (7, "odd.example", None),
            ]
        );
        assert_eq!(entries[0].public_comment, "spam, and \"worse\"\nin two lines");
        assert!(entries[0].obfuscate && !entries[0].reject_media && entries[1].reject_media && entries[2].reject_media);

        let domains = read("#domain\nbad.example\n# a note\nworse.example\n");
        assert!(domains.len() == 2 && domains.iter().all(|entry| entry.severity() == Some(Severity::Suspend)));
        assert_eq!(read("severity is missing").len(), 1);
        assert!(read("").is_empty());
        let turned = read("severity,domain\nsilence,bad.example");
        assert_eq!(
            (turned.len(), turned[0].domain.as_str(), turned[0].severity()),
            (1, "bad.example", Some(Severity::Limit))
        );
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let policy = policy::Model {
            id: PolicyId(1),
            tenant_id: TenantId(1),
            domain: "bad.example".to_owned(),
            severity: Severity::Limit,
            reject_media: true,
            reject_reports: true,
            public_comment: "=2+2, \"so\"".to_owned(),
            private_comment: "never told".to_owned(),
            obfuscate: true,
            changed_by: AccountId(1),
            created_at: Timestamp(0),
            changed_at: Timestamp(0),
        };
        let text = write(std::slice::from_ref(&policy));
        assert_eq!(
            text,
            "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
            bad.example,silence,TRUE,TRUE,\"'=2+2, \"\"so\"\"\",TRUE\n"
        );
        let [entry] = read(&text).try_into().expect("one line");
        assert_eq!((entry.severity(), &entry.public_comment), (Some(Severity::Limit), &policy.public_comment));
        assert!(entry.reject_media && entry.obfuscate && !text.contains("never told"));
    }
}
