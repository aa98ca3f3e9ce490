//! Making an account, and giving it a role.

use heliograph_entity::{
    account, user,
    values::{Email, EmailProblem, Name, NameProblem},
};
use sea_orm::ActiveValue::Set;

use super::{SendConfirmation, password, queries};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    jobs, tenants,
    viewer::Tenant,
    words::Message,
};

pub struct NewAccount {
    pub name: String,
    pub email: String,
    pub password: String,
    pub role: user::Role,
    pub operator: bool,
    /// Whether the address is known to be theirs. Otherwise they are mailed a link, and sign in once they have opened it.
    pub confirmed: bool,
}

/// A password that was found long enough and is hashed: what [`create`] needs before its transaction begins,
/// because hashing takes longer than others should wait for the database.
pub struct Prepared {
    name: Name,
    email: Email,
    password_hash: String,
    role: user::Role,
    operator: bool,
    confirmed: bool,
}

impl NewAccount {
    /// Checks all fields, and hashes the password off the async threads.
    pub async fn prepare(self, app: &App) -> Result<Prepared> {
        let mut problems = Problems::default();
        let name = problems.check("name", parse_name(&self.name));
        let email = problems.check("email", parse_email(&self.email));
        let password = problems.check("password", password::acceptable(&self.password));
        let (Some(name), Some(email), Some(())) = (name, email, password) else {
            return Err(Error::Invalid(problems));
        };
        let password_hash = password::hash(app, self.password).await?;
        let (role, operator, confirmed) = (self.role, self.operator, self.confirmed);
        Ok(Prepared { name, email, password_hash, role, operator, confirmed })
    }
}

/// Makes a local account inside `tx`. A name is given once and never again.
pub async fn create(app: &App, tx: &Tx, tenant: &Tenant, new: Prepared) -> Result<user::Model> {
    let now = app.clock.now();
    let account = account::Model {
        id: app.ids.mint(),
        host_id: tenant.host.id,
        tenant_id: Some(tenant.id),
        name: new.name.to_string(),
        name_key: new.name.key(),
        display_name: new.name.to_string(),
        bio: String::new(),
        posts_count: 0,
        created_at: now,
    };
    let user = user::Model {
        id: app.ids.mint(),
        tenant_id: tenant.id,
        account_id: account.id,
        email: new.email.to_string(),
        email_key: new.email.key(),
        password_hash: new.password_hash,
        role: new.role,
        operator: new.operator,
        confirmed_at: new.confirmed.then_some(now),
        created_at: now,
        preferences: "{}".to_owned(),
        mail_problem: None,
    };

    if !queries::insert_account(tx, account).await? {
        return Err(Error::Invalid(Problems::one("name", Message::new("problem-name-taken").with("name", &new.name))));
    }
    if !queries::insert_user(tx, user.clone()).await? {
        return Err(Error::Invalid(Problems::one("email", Message::new("problem-email-taken"))));
    }
    tenants::count_members(tx, tenant.id, 1).await?;
    if user.confirmed_at.is_none() {
        jobs::enqueue(app, tx, Some(tenant.id), &SendConfirmation { tenant_id: tenant.id, user_id: user.id }).await?;
    }
    Ok(user)
}

/// Gives somebody a role, and makes them an operator of the hub or not.
pub async fn promote(
    app: &App,
    tenant: &Tenant,
    name: &str,
    role: Option<user::Role>,
    operator: Option<bool>,
) -> Result<user::Model> {
    let user = queries::user_by_login(app.db.reader(), tenant, name).await?.ok_or(Error::NotFound)?;
    let promoted = user::Model { role: role.unwrap_or(user.role), operator: operator.unwrap_or(user.operator), ..user };
    let change = user::ActiveModel { role: Set(promoted.role), operator: Set(promoted.operator), ..Default::default() };
    let tx = app.db.write_tx().await?;
    queries::update_user(&tx, promoted.id, change).await?;
    tx.commit().await?;
    Ok(promoted)
}

fn parse_name(typed: &str) -> Result<Name, Message> {
    Name::parse(typed).map_err(|problem| match problem {
        NameProblem::Missing => Message::new("problem-name-missing"),
        NameProblem::TooLong { length } => {
            Message::new("problem-name-too-long").count("limit", Name::LONGEST).count("length", length)
        }
        NameProblem::Letters { letter } if letter.is_whitespace() => Message::new("problem-name-space"),
        NameProblem::Letters { letter } => Message::new("problem-name-letters").with("letter", letter),
        NameProblem::Edges => Message::new("problem-name-edges"),
        NameProblem::Reserved => Message::new("problem-name-reserved").with("name", typed.trim()),
    })
}

pub(super) fn parse_email(typed: &str) -> Result<Email, Message> {
    Email::parse(typed).map_err(|problem| match problem {
        EmailProblem::Missing => Message::new("problem-email-missing"),
        EmailProblem::NotAnAddress => Message::new("problem-email-wrong").with("email", typed.trim()),
        EmailProblem::TooLong { length } => {
            Message::new("problem-email-too-long").count("limit", Email::LONGEST).count("length", length)
        }
    })
}
