//! Making an account.

use heliograph_entity::{
    account, newcomer, user,
    values::{AccountId, Email, EmailProblem, HostId, Name, NameProblem, Timestamp},
};

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
    name: String,
    email: String,
    email_key: String,
    password_hash: String,
    role: user::Role,
    operator: bool,
    confirmed: bool,
}

impl NewAccount {
    /// Checks all fields, knowing what the community is called, and hashes the password off the async threads.
    pub async fn prepare(self, app: &App, community: &str) -> Result<Prepared> {
        let mut problems = Problems::default();
        let name = problems.check("name", parse_name(&self.name));
        let email = problems.check("email", parse_email(&self.email));
        let password =
            problems.check("password", password::acceptable(&self.password, &[&self.name, &self.email, community]));
        let (Some(name), Some(email), Some(())) = (name, email, password) else {
            return Err(Error::Invalid(problems));
        };
        let password_hash = password::hash(app, self.password).await?;
        let (role, operator, confirmed) = (self.role, self.operator, self.confirmed);
        let (name, email, email_key) = (name.to_string(), email.to_string(), email.key());
        Ok(Prepared { name, email, email_key, password_hash, role, operator, confirmed })
    }
}

impl Prepared {
    /// Somebody else with the same password, which is hashed once: a demonstration makes hundreds of people.
    pub fn and(&self, name: &str, email: &str) -> Result<Self> {
        let mut problems = Problems::default();
        let name = problems.check("name", parse_name(name));
        let email = problems.check("email", parse_email(email));
        let (Some(name), Some(email)) = (name, email) else { return Err(Error::Invalid(problems)) };
        Ok(Self {
            name: name.to_string(),
            email: email.to_string(),
            email_key: email.key(),
            password_hash: self.password_hash.clone(),
            ..*self
        })
    }
}

/// A newcomer has chosen all that a member needs.
impl From<&newcomer::Model> for Prepared {
    fn from(newcomer: &newcomer::Model) -> Self {
        Self {
            name: newcomer.name.clone(),
            email: newcomer.email.clone(),
            email_key: newcomer.email_key.clone(),
            password_hash: newcomer.password_hash.clone(),
            role: user::Role::Member,
            operator: false,
            confirmed: true,
        }
    }
}

/// An account as it begins, here or as it becomes known from elsewhere.
pub(super) fn fresh(
    id: AccountId,
    host_id: HostId,
    name: String,
    display_name: String,
    created_at: Timestamp,
) -> account::Model {
    account::Model {
        id,
        host_id,
        tenant_id: None,
        name_key: name.to_ascii_lowercase(),
        name,
        display_key: display_name.to_lowercase(),
        display_name,
        pronouns: String::new(),
        bio: String::new(),
        website: String::new(),
        avatar_small: None,
        avatar_large: None,
        avatar_alt: String::new(),
        posts_count: 0,
        followers_count: 0,
        following_count: 0,
        approves_followers: false,
        discoverable: true,
        indexable: true,
        connections: account::Connections::Listed,
        created_at,
        state: account::State::Living,
        deleted_at: None,
        bytes_used: 0,
        moved_to: None,
        moved_at: None,
    }
}

/// Makes a local account inside `tx`. A name is given once and never again.
pub async fn create(app: &App, tx: &Tx, tenant: &Tenant, new: Prepared) -> Result<user::Model> {
    let now = app.clock.now();
    let account = account::Model {
        tenant_id: Some(tenant.id),
        ..fresh(app.ids.mint(), tenant.host.id, new.name.clone(), new.name.clone(), now)
    };
    let user = user::Model {
        id: app.ids.mint(),
        tenant_id: tenant.id,
        account_id: account.id,
        email: new.email,
        email_key: new.email_key,
        password_hash: new.password_hash,
        role: new.role,
        operator: new.operator,
        confirmed_at: new.confirmed.then_some(now),
        created_at: now,
        preferences: "{}".to_owned(),
        mail_problem: None,
    };

    // First, as it holds the community: of an address that is chosen here and one that is changed, one comes after the other.
    tenants::count_members(tx, tenant.id, 1).await?;
    let held = queries::newcomers::holds(tx, tenant.id, &account.name_key).await?;
    if held || !queries::insert_account(tx, account).await? {
        return Err(Error::Invalid(Problems::one("name", Message::new("problem-name-taken").with("name", &new.name))));
    }
    if !queries::insert_user(tx, user.clone()).await? {
        return Err(Error::Invalid(Problems::one("email", Message::new("problem-email-taken"))));
    }
    if user.confirmed_at.is_none() {
        jobs::enqueue(app, tx, Some(tenant.id), &SendConfirmation { tenant_id: tenant.id, user_id: user.id }).await?;
    }
    Ok(user)
}

pub(super) fn parse_name(typed: &str) -> Result<Name, Message> {
    Name::parse(typed).map_err(|problem| match problem {
        NameProblem::Missing => Message::new("problem-name-missing"),
        NameProblem::TooLong { length } => {
            Message::new("problem-name-too-long").count("limit", Name::LONGEST).count("length", length)
        }
        NameProblem::Letters { letter } if letter.is_whitespace() => Message::new("problem-name-space"),
        NameProblem::Letters { letter } => Message::new("problem-name-letters").with("letter", letter),
        NameProblem::Edges => Message::new("problem-name-edges"),
        NameProblem::Domain => {
            let name = typed.trim().trim_start_matches('@');
            let end = name.rsplit('.').next().unwrap_or_default();
            Message::new("problem-name-domain")
                .with("name", name)
                .with("end", end)
                .with("instead", name.replace('.', "_"))
        }
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
