//! Who lives here: names, what they say of themselves, how they look.

use std::{collections::HashSet, time::Duration};

use anyhow::Context;
use heliograph_entity::{account, file, portrait, profile_field, user};
use heliograph_paint::Chance;
use sea_orm::ActiveValue::Set;

use super::{Wish, phrases, pictures::Stock, queries};
use crate::{
    accounts::{self, NewAccount},
    app::App,
    media::{self, Wanted},
    moderation,
    viewer::{Tenant, Viewer},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

pub(super) struct Person {
    pub(super) account: account::Model,
    pub(super) user: user::Model,
    /// How much others know of them, and how busily they publish.
    pub(super) known: f64,
    pub(super) busy: f64,
    pub(super) private: bool,
}

impl Person {
    pub(super) fn viewer(&self, tenant: &Tenant) -> Viewer {
        Viewer::new(tenant.clone(), self.account.clone(), self.user.clone())
    }
}

/// Makes the people. The first one runs the community.
pub(super) async fn make(app: &App, tenant: &Tenant, wish: &Wish, chance: &mut Chance) -> anyhow::Result<Vec<Person>> {
    let mut taken = HashSet::new();
    let first = NewAccount {
        name: free_name(app, tenant, &mut taken, "ana").await?,
        email: "ana@demo.example".to_owned(),
        password: wish.password.clone(),
        role: user::Role::Member,
        operator: false,
        confirmed: true,
    };
    let first_name = first.name.clone();
    let prepared = first.prepare(app, &tenant.community.name).await?;

    let mut wanted = vec![(first_name.clone(), "Ana Lima".to_owned())];
    while wanted.len() < wish.people.max(1) {
        let (given, family) = (*chance.one(&phrases::GIVEN), *chance.one(&phrases::FAMILY));
        let name = free_name(app, tenant, &mut taken, &phrases::user_name(given, family, chance)).await?;
        let shown = if chance.happens(0.8) { format!("{given} {family}") } else { given.to_owned() };
        wanted.push((name, shown));
    }

    let tx = app.db.write_tx().await?;
    let mut users = Vec::with_capacity(wanted.len());
    for (name, _) in &wanted {
        users.push(accounts::create(app, &tx, tenant, prepared.and(name, &format!("{name}@demo.example"))?).await?);
    }
    let now = app.clock.now();
    let (mut people, mut fields) = (Vec::with_capacity(users.len()), Vec::new());
    for (at, (user, (_, shown))) in users.into_iter().zip(wanted).enumerate() {
        let private = at > 3 && chance.happens(0.04);
        // Everybody was here before the year began that their posts are spread over.
        let joined = now.minus(DAY * (370 + chance.below(700) as u32));
        let said = phrases::of_a_person(chance, at == 0);
        let change = account::ActiveModel {
            display_name: Set(shown),
            pronouns: Set(said.pronouns.to_owned()),
            bio: Set(said.bio),
            approves_followers: Set(private),
            created_at: Set(joined),
            ..Default::default()
        };
        accounts::change(&tx, user.account_id, change).await?;
        let of_person = (0..).zip(said.fields).map(|(position, (label, value))| profile_field::Model {
            account_id: user.account_id,
            position,
            label: label.to_owned(),
            value: value.to_owned(),
        });
        fields.extend(of_person);
        let account = accounts::account(&tx, tenant.id, user.account_id).await?.context("it was just made")?;
        let rank = if at == 0 { 1.0 } else { 1.0 + chance.below(wish.people.max(2)) as f64 };
        let busy = if at == 0 { 1.6 } else { (chance.share() * 3.2).exp() / 6.0 };
        people.push(Person { account, user, known: rank.powf(-0.85), busy, private });
    }
    queries::insert_fields(&tx, fields).await?;
    tx.commit().await?;
    moderation::promote(app, tenant, &first_name, Some(user::Role::Owner), None).await?;
    Ok(people)
}

/// The name, or the name with a number behind it where somebody has it.
async fn free_name(app: &App, tenant: &Tenant, taken: &mut HashSet<String>, name: &str) -> anyhow::Result<String> {
    let mut free = name.to_owned();
    let mut number = 1;
    while taken.contains(&free) || accounts::by_name(app.db.reader(), tenant, &free).await?.is_some() {
        number += 1;
        free = format!("{name}{number}");
    }
    taken.insert(free.clone());
    Ok(free)
}

/// Gives nearly everybody an avatar and most a header, with files of their own.
pub(super) async fn portray(
    app: &App,
    tenant: &Tenant,
    people: &[Person],
    stock: &Stock,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let mut chosen = Vec::new();
    for (at, person) in people.iter().enumerate() {
        for (kind, of, share) in
            [(portrait::Kind::Avatar, &stock.avatars, 0.94), (portrait::Kind::Header, &stock.headers, 0.8)]
        {
            if !of.is_empty() && (at == 0 || chance.happens(share)) {
                chosen.push((person, kind, chance.one(of)));
            }
        }
    }
    for some in chosen.chunks(500) {
        let wanted: Vec<Wanted<'_>> = some
            .iter()
            .flat_map(|(person, _, made)| {
                let created_at = person.account.created_at;
                [
                    (&made.files[0], file::Class::Restricted),
                    (&made.files[1], file::Class::Public),
                    (&made.files[2], file::Class::Public),
                ]
                .map(|(of, class)| Wanted { of, item: None, class, created_at })
            })
            .collect();
        let files = media::replicate(app, tenant.id, &wanted).await?;
        let mut rows = Vec::with_capacity(some.len());
        let tx = app.db.write_tx().await?;
        for ((person, kind, made), files) in some.iter().zip(files.chunks_exact(3)) {
            let [original, small, large] = files else { continue };
            accounts::free_bytes(&tx, person.account.id, -original.bytes).await?;
            rows.push(portrait::Model {
                id: app.ids.mint(),
                tenant_id: tenant.id,
                account_id: person.account.id,
                kind: *kind,
                alt: made.alt.clone(),
                crop_x: 0.5,
                crop_y: 0.5,
                crop_size: 1.0,
                tint: made.tint.clone(),
                original_id: original.id,
                small_id: small.id,
                large_id: large.id,
            });
            if *kind == portrait::Kind::Avatar {
                let name = |file: &file::Model| Set(Some(media::web::name(file).to_owned()));
                let change = account::ActiveModel {
                    avatar_small: name(small),
                    avatar_large: name(large),
                    avatar_alt: Set(made.alt.clone()),
                    ..Default::default()
                };
                accounts::change(&tx, person.account.id, change).await?;
            }
        }
        queries::insert_portraits(&tx, rows).await?;
        media::keep_replicas(&tx, &files).await?;
        tx.commit().await?;
    }
    Ok(())
}
