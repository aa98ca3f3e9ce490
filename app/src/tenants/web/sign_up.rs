use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{tenant::SignUp, values::RuleId};
use tower_sessions::Session;

use crate::{
    app::App,
    error::{Error, Result},
    sessions::{Admin, Proven},
    tenants::{self, rules::LONGEST},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "tenants/sign_up.html")]
struct SignUpPage {
    page: Page,
    form: Form,
    rules: Vec<Rule>,
    longest: usize,
}

/// A rule as it is edited.
struct Rule {
    number: usize,
    field: String,
    id: String,
    text: String,
    first: bool,
}

pub async fn form(State(app): State<App>, Admin(viewer): Admin, _: Proven, page: Page) -> Result<Response> {
    let form = chosen(&viewer);
    Ok(show(&app, &viewer, page, form).await?.into_response())
}

fn chosen(viewer: &Viewer) -> Form {
    let community = &viewer.tenant.community;
    let members = if community.members_invite { "yes" } else { "" };
    Form::new([("sign-up", community.sign_up.code()), ("members-invite", members.to_owned())])
}

pub async fn choose(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let mode = SignUp::from_code(fields.get("sign-up"))
        .ok_or_else(|| Error::Malformed("there is no such way to join".to_owned()))?;
    tenants::choose_sign_up(&app, &viewer, mode, fields.get("members-invite") == "yes").await?;
    web::say_once(&session, "notice-saved").await?;
    Ok(web::see_other("/console/sign-up"))
}

/// The rules come in the order of the page, each as `rule-ID`; a button may ask to move one up or to take one away.
pub async fn change_rules(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let mut wanted: Vec<(Option<RuleId>, String)> = fields
        .pairs()
        .filter_map(|(field, text)| {
            let id = field.strip_prefix("rule-")?;
            Some((id.parse().ok(), text.to_owned()))
        })
        .collect();
    let at = |wanted: &[(Option<RuleId>, String)], id: &str| {
        let id = id.parse::<RuleId>().ok()?;
        wanted.iter().position(|(known, _)| *known == Some(id))
    };
    if let Some(at) = at(&wanted, fields.get("up")).filter(|at| *at > 0) {
        wanted.swap(at - 1, at);
    }
    if let Some(at) = at(&wanted, fields.get("remove")) {
        wanted.remove(at);
    }
    match tenants::change_rules(&app, &viewer, wanted).await {
        Ok(()) => {
            web::say_once(&session, "notice-rules").await?;
            Ok(web::see_other("/console/sign-up"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words).with(chosen(&viewer));
            Ok(web::invalid(show(&app, &viewer, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn show(app: &App, viewer: &Viewer, page: Page, form: Form) -> Result<SignUpPage> {
    let rules = tenants::rules(app.db.reader(), viewer.tenant.id).await?;
    let rules = rules.into_iter().enumerate().map(|(at, rule)| {
        let field = format!("rule-{}", rule.id);
        let text = if form.has(&field) { form.value(&field).to_owned() } else { rule.text };
        Rule { number: at + 1, field, id: rule.id.to_string(), text, first: at == 0 }
    });
    Ok(SignUpPage { rules: rules.collect(), longest: LONGEST, page, form })
}
