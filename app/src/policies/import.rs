//! Taking over a list of policies: first what it would do, line by line, then doing it.

use std::collections::{HashMap, HashSet};

use heliograph_entity::policy::{self, Severity};

use super::{
    change::{LONGEST_COMMENT, MOST, Wanted, cut_off, domain, write},
    list, queries,
};
use crate::{
    app::App,
    error::{Error, Problems, Result, short_text},
    moderation::{self, Act},
    relationships, tenants,
    viewer::Viewer,
    words::Message,
};

/// Lines of one list.
const MOST_LINES: usize = 10_000;

/// What a line comes to.
pub enum Line {
    New(Wanted),
    /// What there is, and what it becomes.
    Changed(policy::Model, Wanted),
    /// It says what holds already.
    Same(String),
    /// Nothing is taken of it.
    Wrong {
        line: usize,
        text: String,
        why: Message,
    },
}

/// What a list would do.
pub struct Plan {
    pub lines: Vec<Line>,
    /// Follows that would end.
    pub cuts: u64,
}

impl Plan {
    /// How many are new, changed, the same, wrong.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for line in &self.lines {
            counts[match line {
                Line::New(_) => 0,
                Line::Changed(..) => 1,
                Line::Same(_) => 2,
                Line::Wrong { .. } => 3,
            }] += 1;
        }
        counts
    }

    fn changes(&self) -> impl Iterator<Item = (&Wanted, Option<&policy::Model>)> {
        self.lines.iter().filter_map(|line| match line {
            Line::New(wanted) => Some((wanted, None)),
            Line::Changed(known, wanted) => Some((wanted, Some(known))),
            _ => None,
        })
    }
}

/// What the list would do to the policies of the viewer's community. Private comments stay as they are: lists have none.
pub async fn plan(app: &App, by: &Viewer, text: &str) -> Result<Plan> {
    let db = app.db.reader();
    let entries = list::read(text);
    let refused = |message| Err(Error::Invalid(Problems::one("list", message)));
    if entries.is_empty() {
        return refused(Message::new("problem-list-empty"));
    }
    if entries.len() > MOST_LINES {
        return refused(Message::new("problem-list-long").count("limit", MOST_LINES).count("lines", entries.len()));
    }

    let mut read: Vec<(list::Entry, Result<Wanted, Message>)> = Vec::with_capacity(entries.len());
    let mut seen = HashSet::new();
    for entry in entries {
        let wanted = wanted(by, &entry);
        let wanted = wanted.and_then(|wanted| match seen.insert(wanted.domain.clone()) {
            true => Ok(wanted),
            false => Err(Message::new("problem-list-twice").with("domain", wanted.domain)),
        });
        read.push((entry, wanted));
    }
    let domains: Vec<String> = seen.into_iter().collect();
    let known = queries::of_domains(db, by.tenant.id, &domains).await?;
    let mut known: HashMap<String, policy::Model> =
        known.into_iter().map(|policy| (policy.domain.clone(), policy)).collect();

    let lines: Vec<Line> = read
        .into_iter()
        .map(|(entry, wanted)| match wanted {
            Err(why) => Line::Wrong { line: entry.line, text: entry.domain, why },
            Ok(wanted) => match known.remove(&wanted.domain) {
                None => Line::New(wanted),
                Some(known) => {
                    let wanted = Wanted { private_comment: known.private_comment.clone(), ..wanted };
                    if wanted.is(&known) { Line::Same(known.domain) } else { Line::Changed(known, wanted) }
                }
            },
        })
        .collect();
    let mut plan = Plan { lines, cuts: 0 };
    let new = plan.changes().filter(|(_, known)| known.is_none()).count();
    if by.tenant.community.policies_count + new as i64 > MOST {
        return refused(Message::new("problem-policies-enough").count("limit", MOST));
    }
    let suspends = |(wanted, known): &(&Wanted, Option<&policy::Model>)| {
        wanted.severity == Severity::Suspend && known.is_none_or(|known| known.severity != Severity::Suspend)
    };
    let suspended: Vec<String> = plan.changes().filter(suspends).map(|(wanted, _)| wanted.domain.clone()).collect();
    plan.cuts = relationships::count_follows_with(db, &by.tenant, &suspended).await?;
    Ok(plan)
}

fn wanted(by: &Viewer, entry: &list::Entry) -> Result<Wanted, Message> {
    let domain = domain(&by.tenant, &entry.domain)?;
    let severity =
        entry.severity().ok_or_else(|| Message::new("problem-list-severity").with("typed", &entry.severity))?;
    Ok(Wanted {
        domain,
        severity,
        reject_media: entry.reject_media,
        reject_reports: entry.reject_reports,
        public_comment: short_text(&entry.public_comment, LONGEST_COMMENT)?,
        private_comment: String::new(),
        obfuscate: entry.obfuscate,
    })
}

/// Makes the policies what the list says, and leaves those alone that it does not name. How many are new or changed.
pub async fn import(app: &App, by: &Viewer, text: &str) -> Result<usize> {
    let plan = plan(app, by, text).await?;
    let [new, changed, ..] = plan.counts();
    if new + changed == 0 {
        return Ok(0);
    }
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, by.tenant.id).await?;
    for (wanted, _) in plan.changes() {
        // As it is now: somebody else may have been faster.
        let known = queries::of_domain(&tx, by.tenant.id, &wanted.domain).await?;
        write(app, &tx, by, wanted, known.as_ref()).await?;
    }
    let subject = format!("+ {new}, ± {changed}");
    moderation::log(app, &tx, by, Act { verb: "policy.import", subject: &subject, reason: "" }).await?;
    cut_off(app, &tx, by).await?;
    tx.commit().await?;
    Ok(new + changed)
}
