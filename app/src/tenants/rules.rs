//! The rules of a community.

use heliograph_entity::{rule, values::RuleId};
use sea_orm::ActiveValue::Set;

use super::{create::shortened, queries};
use crate::{
    app::App,
    error::{Problems, Result, short_text},
    moderation::{self, Act},
    viewer::Viewer,
    words::Message,
};

pub(super) const LONGEST: usize = 500;
pub(super) const MOST: usize = 20;

/// Puts the rules in force that are given, in their order: known ones by their id, new ones without. What is not among
/// them, or empty, is retired. A rule whose words change is retired too, and a new one takes its place: whatever cites it
/// still finds the words that held.
pub async fn change_rules(app: &App, viewer: &Viewer, wanted: Vec<(Option<RuleId>, String)>) -> Result<()> {
    let mut problems = Problems::default();
    let mut rules = Vec::new();
    for (id, text) in wanted {
        let field = id.map_or("rule-new".to_owned(), |id| format!("rule-{id}"));
        match problems.check(&field, short_text(&text, LONGEST)) {
            Some(text) if !text.is_empty() => rules.push((id, text)),
            _ => {}
        }
    }
    if rules.len() > MOST {
        problems.add("rule-new", Message::new("problem-rules-enough").count("limit", MOST));
    }
    problems.into_result()?;

    let (now, tenant) = (app.clock.now(), viewer.tenant.id);
    let tx = app.db.write_tx().await?;
    let current = queries::rules(&tx, tenant).await?;
    let kept = |rule: &rule::Model| rules.iter().any(|(id, text)| *id == Some(rule.id) && *text == rule.text);
    for rule in current.iter().filter(|rule| !kept(rule)) {
        let change = rule::ActiveModel { retired_at: Set(Some(now)), ..Default::default() };
        queries::update_rule(&tx, tenant, rule.id, change).await?;
    }
    for (position, (id, text)) in (0..).zip(&rules) {
        match current.iter().find(|rule| Some(rule.id) == *id && rule.text == *text) {
            Some(rule) => {
                let change = rule::ActiveModel { position: Set(position), ..Default::default() };
                queries::update_rule(&tx, tenant, rule.id, change).await?;
            }
            None => {
                let rule = rule::Model {
                    id: app.ids.mint(),
                    tenant_id: tenant,
                    position,
                    text: text.clone(),
                    created_at: now,
                    retired_at: None,
                };
                queries::insert_rule(&tx, rule).await?;
            }
        }
    }
    let gone = current.iter().filter(|rule| !kept(rule)).map(|rule| format!("− {}", shortened(&rule.text)));
    let is_new =
        |(id, text): &&(Option<RuleId>, String)| !current.iter().any(|rule| Some(rule.id) == *id && rule.text == *text);
    let new = rules.iter().filter(is_new).map(|(_, text)| format!("+ {}", shortened(text)));
    let changed = gone.chain(new).collect::<Vec<_>>().join(" · ");
    moderation::log(app, &tx, viewer, Act { verb: "community.rules", subject: "", reason: &changed }).await?;
    Ok(tx.commit().await?)
}
