//! Signing up: a name is held, and the way to an account begins in the mailbox.
//!
//! Nobody learns here whether an address has an account: a sign-up is written down in the same way in either case, and
//! only the mail that follows differs.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    invite,
    newcomer::{self, State},
    tenant::SignUp,
    values::{Name, NewcomerId, TenantId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

use super::{SendConfirmation, create, invites, letters, password, queries};
use crate::{
    app::App,
    error::{Error, Problems, Result, short_text},
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    proof_of_work,
    secrets::hash_of,
    tenants,
    throttle::{self, Allowance},
    viewer::Tenant,
    words::Message,
};

/// How long a name is held for somebody who has not opened the link in the mail.
pub(super) const HELD: Duration = Duration::from_secs(7 * 24 * 3600);

/// What an applicant may tell about themselves.
const LONGEST_WORDS: usize = 500;

/// For a network whose browsers have done the work, and for one whose have not.
const WITH_PROOF: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(5 * 60) };
const WITHOUT_PROOF: Allowance = Allowance { at_once: 2, then_every: Duration::from_secs(20 * 60) };
/// Letters to one address: nobody's mailbox is to be filled. They wait; the sign-up itself does not, so that nobody can
/// keep an address from signing up.
const FOR_AN_ADDRESS: Allowance = Allowance { at_once: 3, then_every: Duration::from_secs(20 * 60) };

pub struct NewNewcomer {
    pub name: String,
    pub email: String,
    pub password: String,
    /// For staff, where they decide.
    pub words: String,
    pub accepts_rules: bool,
    /// The code of an invite; empty without one.
    pub invite: String,
    /// A challenge of [`proof_of_work`] and its answer; empty without JavaScript.
    pub challenge: String,
    pub answer: String,
}

/// How somebody may come in.
#[derive(Debug, PartialEq)]
pub enum WayIn {
    Open,
    /// Staff decide.
    Asking,
    Invited(Box<invite::Model>),
    /// Only by an invite; there is none, or it no longer counts.
    InviteNeeded,
    Closed,
}

/// How somebody may come in who brings this invite, or none.
pub async fn way_in(app: &App, tenant: &Tenant, code: &str) -> Result<WayIn> {
    let mode = tenant.community.sign_up;
    if mode == SignUp::Closed {
        return Ok(WayIn::Closed);
    }
    let invite = match code {
        "" => None,
        code => queries::invites::by_code(app.db.reader(), tenant.id, code).await?,
    };
    let invite = match invite {
        Some(invite) if invites::counts(app, app.db.reader(), tenant, &invite).await? => Some(invite),
        _ => None,
    };
    Ok(match (mode, invite) {
        (_, Some(invite)) => WayIn::Invited(Box::new(invite)),
        (SignUp::Open, None) => WayIn::Open,
        (SignUp::Approval, None) => WayIn::Asking,
        (SignUp::Invite | SignUp::Closed, None) => WayIn::InviteNeeded,
    })
}

/// The name as it would stand, when somebody new can have it; else why not.
pub async fn name_can_be_had(app: &App, tenant: &Tenant, typed: &str) -> Result<Result<Name, Message>> {
    let name = match create::parse_name(typed) {
        Ok(name) => name,
        Err(message) => return Ok(Err(message)),
    };
    let taken = queries::name_is_taken(app.db.reader(), tenant, &name.key()).await?;
    Ok(if taken { Err(taken_by_another(&name)) } else { Ok(name) })
}

fn taken_by_another(name: &Name) -> Message {
    Message::new("problem-name-taken").with("name", name)
}

/// Writes down somebody who wants to join from `network`, and mails them. Too many are told how long to wait.
pub async fn sign_up(app: &App, tenant: &Tenant, network: &str, given: NewNewcomer) -> Result<()> {
    let db = app.db.reader();
    let way = way_in(app, tenant, &given.invite).await?;
    let rules = tenants::rules(db, tenant.id).await?;

    let mut problems = Problems::default();
    if matches!(way, WayIn::Closed) {
        return Err(Error::Forbidden);
    }
    if way == WayIn::InviteNeeded || (!given.invite.is_empty() && !matches!(way, WayIn::Invited(_))) {
        problems.add("", Message::new("problem-invite-over"));
    }
    let name = problems.check("name", name_can_be_had(app, tenant, &given.name).await?);
    let email = problems.check("email", create::parse_email(&given.email));
    problems
        .check("password", password::acceptable(&given.password, &[&given.name, &given.email, &tenant.community.name]));
    let words = match way {
        WayIn::Asking => problems.check("words", said(&given.words)).unwrap_or_default(),
        _ => String::new(),
    };
    if !rules.is_empty() && !given.accepts_rules {
        problems.add("rules", Message::new("problem-rules"));
    }
    problems.into_result()?;
    let (Some(name), Some(email)) = (name, email) else { return Ok(()) };

    if proof_of_work::spend(app, tenant, &given.challenge, &given.answer).await? {
        throttle::take(app, "sign-up", network, WITH_PROOF).await?;
    } else {
        throttle::take(app, "sign-up-without-proof", network, WITHOUT_PROOF).await?;
    }
    let password_hash = password::hash(app, given.password).await?;

    let now = app.clock.now();
    let newcomer = newcomer::Model {
        id: app.ids.mint(),
        tenant_id: tenant.id,
        name: name.to_string(),
        name_key: Some(name.key()),
        email: email.to_string(),
        email_key: email.key(),
        password_hash,
        words,
        invite_id: match &way {
            WayIn::Invited(invite) => Some(invite.id),
            _ => None,
        },
        token_hash: None,
        state: State::Unconfirmed,
        staff_told: false,
        account_id: None,
        decided_by: None,
        reason: String::new(),
        created_at: now,
        confirmed_at: None,
        decided_at: None,
    };
    let id = newcomer.id;

    let tx = app.db.write_tx().await?;
    if let Some(invite) = newcomer.invite_id
        && !queries::invites::take_use(&tx, invite, now).await?
    {
        return Err(Error::Invalid(Problems::one("", Message::new("problem-invite-over"))));
    }
    if !queries::newcomers::insert(&tx, newcomer).await? || super::by_name(&tx, tenant, &name.key()).await?.is_some() {
        return Err(Error::Invalid(Problems::one("name", taken_by_another(&name))));
    }
    jobs::enqueue(app, &tx, Some(tenant.id), &SendWelcome { tenant_id: tenant.id, newcomer_id: id }).await?;
    Ok(tx.commit().await?)
}

fn said(words: &str) -> Result<String, Message> {
    let words = short_text(words, LONGEST_WORDS)?;
    if words.is_empty() { Err(Message::new("problem-words-missing")) } else { Ok(words) }
}

/// Mails the link once more to whoever signed up with that name or address within the week and has not opened it. What
/// is answered is the same whether there is such a person.
pub async fn welcome_again(app: &App, tenant: &Tenant, login: &str) -> Result<()> {
    let (db, since) = (app.db.reader(), app.clock.now().minus(HELD));
    let typed = login.trim().trim_start_matches('@');
    let newcomer = match typed.contains('@') {
        true => queries::newcomers::unconfirmed_at(db, tenant.id, &typed.to_lowercase(), since).await?,
        false => queries::newcomers::by_name(db, tenant.id, &typed.to_ascii_lowercase()).await?,
    };
    let Some(newcomer) = newcomer.filter(|newcomer| newcomer.state == State::Unconfirmed) else { return Ok(()) };
    let tx = app.db.write_tx().await?;
    let letter = SendWelcome { tenant_id: tenant.id, newcomer_id: newcomer.id };
    jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}

/// Whoever gave that name and has no account yet, or has shown that the address is theirs. An address that nobody has
/// confirmed finds nobody: else whoever signs up with somebody's would learn whether it has an account.
pub async fn newcomer_by_login(app: &App, tenant: &Tenant, login: &str) -> Result<Option<newcomer::Model>> {
    let (db, login) = (app.db.reader(), login.trim());
    let typed = login.trim_start_matches('@');
    Ok(if typed.contains('@') {
        queries::newcomers::by_address(db, tenant.id, &login.to_lowercase()).await?
    } else {
        queries::newcomers::by_name(db, tenant.id, &typed.to_ascii_lowercase()).await?
    })
}

/// What a newcomer is told who signs in before there is an account.
pub fn why_not_yet(newcomer: &newcomer::Model) -> Message {
    match newcomer.state {
        State::Waiting => Message::new("problem-sign-in-waiting"),
        State::Refused => Message::new("problem-sign-in-refused").with("reason", &newcomer.reason),
        State::Unconfirmed | State::Member => Message::new("problem-sign-in-unconfirmed"),
    }
}

/// Mails a newcomer the link that confirms their address; or, when an account has it already, tells its owner so.
#[derive(Serialize, Deserialize)]
pub struct SendWelcome {
    pub tenant_id: TenantId,
    pub newcomer_id: NewcomerId,
}

#[derive(Template)]
#[template(path = "emails/sign_up.txt")]
struct SignUpText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/sign_up.html")]
struct SignUpHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/already.txt")]
struct AlreadyText<'a> {
    frame: &'a Frame,
    name: &'a str,
    sign_in: &'a str,
    reset: &'a str,
}

#[derive(Template)]
#[template(path = "emails/already.html")]
struct AlreadyHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    sign_in: &'a str,
    reset: &'a str,
}

impl Job for SendWelcome {
    const NAME: &'static str = "accounts.send_welcome";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(tenant) = tenants::by_id(db, self.tenant_id).await? else {
            return Ok(Outcome::GiveUp("the community is gone".to_owned()));
        };
        let Some(newcomer) = queries::newcomers::by_id(db, tenant.id, self.newcomer_id).await? else {
            return Ok(Outcome::Done);
        };
        if newcomer.state != State::Unconfirmed {
            return Ok(Outcome::Done);
        }
        let mailbox = format!("{} {}", tenant.id, newcomer.email_key);
        match throttle::take(app, "letters-to-newcomers", &mailbox, FOR_AN_ADDRESS).await {
            Err(Error::TooMany(wait)) => return Ok(Outcome::NotYet(wait)),
            taken => taken?,
        }
        let frame = &Frame::new(&tenant);
        if let Some(user) = queries::user_by_login(db, &tenant, &newcomer.email).await? {
            return match user.confirmed_at {
                Some(_) => tell_owner(app, &tenant, frame, user).await,
                None => SendConfirmation { tenant_id: tenant.id, user_id: user.id }.run(app).await,
            };
        }

        let (token, name) = (app.rng.token(), newcomer.name.as_str());
        let link = &tenant.url(&format!("/sign-up/{token}"));
        let letter = Letter::of(
            &tenant,
            &newcomer.email,
            frame.with("email-confirm-subject", "community", &frame.community),
            SignUpText { frame, name, link }.render()?,
            SignUpHtml { frame, name, link }.render()?,
        );
        let change = newcomer::ActiveModel { token_hash: Set(Some(hash_of(&token))), ..Default::default() };
        let tx = app.db.write_tx().await?;
        queries::newcomers::advance(&tx, newcomer.id, State::Unconfirmed, change).await?;
        tx.commit().await?;
        letters::post(app, letter).await
    }
}

async fn tell_owner(
    app: &App,
    tenant: &Tenant,
    frame: &Frame,
    user: heliograph_entity::user::Model,
) -> anyhow::Result<Outcome> {
    let Some(account) = queries::account(app.db.reader(), tenant.id, user.account_id).await? else {
        return Ok(Outcome::GiveUp("the account is gone".to_owned()));
    };
    let (name, sign_in, reset) = (account.name.as_str(), &tenant.url("/sign-in"), &tenant.url("/reset"));
    let letter = Letter::of(
        tenant,
        &user.email,
        frame.with("email-already-subject", "community", &frame.community),
        AlreadyText { frame, name, sign_in, reset }.render()?,
        AlreadyHtml { frame, name, sign_in, reset }.render()?,
    );
    letters::send(app, &user, letter).await
}

/// Releases the names of those who never opened their link, gives back the invites they used, and forgets who was refused
/// a month ago.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetNewcomers {}

/// How long a refusal can be read by whoever was refused.
const REFUSED_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// In one transaction.
const AT_ONCE: u64 = 200;

impl Job for ForgetNewcomers {
    const NAME: &'static str = "accounts.forget_newcomers";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let now = app.clock.now();
        for (state, since) in [(State::Unconfirmed, now.minus(HELD)), (State::Refused, now.minus(REFUSED_KEPT))] {
            loop {
                let tx = app.db.write_tx().await?;
                let old = queries::newcomers::older_than(&tx, state, since, AT_ONCE).await?;
                for newcomer in &old {
                    let deleted = queries::newcomers::delete(&tx, newcomer.id, state).await?;
                    if let (true, State::Unconfirmed, Some(invite)) = (deleted, state, newcomer.invite_id) {
                        queries::invites::give_use_back(&tx, invite).await?;
                    }
                }
                tx.commit().await?;
                if old.len() < AT_ONCE as usize {
                    break;
                }
            }
        }
        Ok(Outcome::Done)
    }
}
