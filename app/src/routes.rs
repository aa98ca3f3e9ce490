//! Every URL.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodRouter, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    accounts,
    app::App,
    boosts, comments, departures, hashtags, inbox, indieweb, likes, media, moderation, moving, operator, policies,
    posts, privacy, profiles, relationships, reports, search, sessions, settings, setup, sharing, tenants, timelines,
    web::{self, for_guests},
};

/// Bytes of a form with twenty photos of the largest size and all its words.
const MOST_AT_ONCE: usize = (posts::MOST_ITEMS * (media::LARGEST_BYTES + 1_000_000)) as usize;

/// Bytes of a form with one picture. A larger one is read as far, and told that it is too large.
const ONE_PICTURE: usize = (2 * media::LARGEST_BYTES) as usize;

/// Bytes of a form with a list of policies, each of which a form may write as three.
const LARGEST_LIST: usize = 4 * 1024 * 1024;

/// What a community serves.
fn community() -> Table {
    Table::default()
        .at("/", for_guests(timelines::web::home))
        .at("/local", for_guests(timelines::web::local))
        .at("/search", get(search::web::search))
        .at("/authorize_interaction", get(search::web::interact))
        .at("/tags/{tag}", for_guests(hashtags::web::show))
        .at("/tags/{tag}/follow", post(hashtags::web::follow))
        .at("/tags/{tag}/unfollow", post(hashtags::web::unfollow))
        .at("/following/tags", get(hashtags::web::followed))
        .at("/setup/{token}", get(setup::web::form).post(setup::web::submit))
        .at("/sign-in", get(sessions::web::form).post(sessions::web::submit))
        .at("/sign-in/again", get(sessions::web::again_form).post(sessions::web::again))
        .at("/sign-in/second", get(sessions::web::second_form).post(sessions::web::second_step))
        .at("/sign-in/passkey", get(sessions::web::challenge).post(sessions::web::passkey))
        .at("/sign-in/switch", post(sessions::web::switch_to))
        .at("/sign-out", post(sessions::web::leave))
        .at("/sign-up", get(accounts::web::form).post(accounts::web::submit))
        .at("/sign-up/sent", get(accounts::web::sent))
        .at("/sign-up/again", get(accounts::web::again_form).post(accounts::web::again))
        .at("/sign-up/name", get(accounts::web::name))
        .at("/sign-up/waiting", get(accounts::web::waiting))
        .at("/sign-up/{token}", get(accounts::web::confirm_form).post(accounts::web::confirm))
        .at("/invite/{code}", get(accounts::web::follow))
        .at("/reset", get(sessions::web::ask_form).post(sessions::web::ask))
        .at("/reset/{token}", get(sessions::web::choose_form).post(sessions::web::choose))
        .at("/confirm/{token}", get(sessions::web::confirm_form).post(sessions::web::confirm))
        .at("/confirm-email/{token}", get(sessions::web::confirm_email_form).post(sessions::web::confirm_email))
        .at("/undo-email/{token}", get(sessions::web::undo_email_form).post(sessions::web::undo_email))
        .at("/publish", get(posts::web::compose).post(posts::web::submit).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/publish/items", post(posts::web::upload).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/publish/items/{id}/preview", get(posts::web::preview))
        .at("/publish/save", post(posts::web::save).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/publish/drafts", get(posts::web::drafts))
        .at("/publish/drafts/{draft}", post(posts::web::draft_act))
        .at("/publish/{draft}", get(posts::web::progress))
        .at("/@{name}", for_guests(profiles::web::profile))
        .at("/@{name}/feed/atom", for_guests(indieweb::web::atom))
        .at("/@{name}/feed/rss", for_guests(indieweb::web::rss))
        .at("/@{name}/feed/json", for_guests(indieweb::web::json))
        .at("/tags/{tag}/feed/atom", for_guests(indieweb::web::tag_atom))
        .at("/tags/{tag}/feed/rss", for_guests(indieweb::web::tag_rss))
        .at("/tags/{tag}/feed/json", for_guests(indieweb::web::tag_json))
        .at("/@{name}/follow", get(relationships::from_elsewhere::choose).post(relationships::web::follow))
        .at("/@{name}/follow-from", post(relationships::from_elsewhere::lead))
        .at("/@{name}/unfollow", post(relationships::web::unfollow))
        .at("/@{name}/block", get(relationships::web::block_form).post(relationships::web::block))
        .at("/@{name}/unblock", post(relationships::web::unblock))
        .at("/@{name}/report", get(reports::web::person_form).post(reports::web::person))
        .at("/settings/blocks", get(relationships::web::blocks))
        .at("/@{name}/remove", post(relationships::web::remove))
        .at("/@{name}/followers", get(relationships::web::followers))
        .at("/@{name}/following", get(relationships::web::following))
        .at("/people/followed", get(relationships::web::names))
        .at("/requests", get(relationships::web::requests))
        .at("/requests/{id}/approve", post(relationships::web::approve))
        .at("/requests/{id}/reject", post(relationships::web::reject))
        .at("/settings/privacy", get(privacy::web::form).post(privacy::web::submit))
        .at("/@{name}/pictures/{file}", get(profiles::web::picture))
        .at("/@{name}/{id}", for_guests(posts::web::show))
        .at("/@{name}/{id}/pictures/{file}", get(posts::web::picture))
        .at("/@{name}/{id}/videos/{item}", get(posts::web::video))
        .at("/@{name}/{id}/share", get(sharing::web::share))
        .at("/@{name}/{id}/qr.svg", get(sharing::web::qr))
        .at("/@{name}/{id}/embed", for_guests(sharing::web::embed))
        .at("/@{name}/{id}/photos/{photo}", get(sharing::web::picture))
        .at("/@{name}/{id}/photos/{photo}/download", get(sharing::web::download))
        .at("/@{name}/{id}/photos/{photo}/original", get(sharing::web::original))
        .at("/oembed", get(sharing::web::oembed))
        .at("/@{name}/{id}/{number}", for_guests(posts::web::photo))
        .at(
            "/@{name}/{id}/edit",
            get(posts::web::edit_form).post(posts::web::edit).layer(DefaultBodyLimit::max(MOST_AT_ONCE)),
        )
        .at("/@{name}/{id}/items", post(posts::web::upload_to_post).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/@{name}/{id}/pin", post(posts::web::pin))
        .at("/@{name}/{id}/delete", get(posts::web::delete_form).post(posts::web::delete))
        .at("/@{name}/{id}/report", get(reports::web::post_form).post(reports::web::post))
        .at("/@{name}/{id}/history", get(posts::web::history))
        .at("/@{name}/{id}/deliveries", get(posts::web::deliveries))
        .at("/@{name}/{id}/deliveries/{delivery}", post(posts::web::resend))
        .at("/@{name}/{id}/archive", post(posts::web::archive))
        .at("/@{name}/{id}/restore", post(posts::web::restore))
        .at("/@{name}/{id}/purge", get(posts::web::purge_form).post(posts::web::purge))
        .at("/@{name}/{id}/comments", post(comments::web::add))
        .at("/comments/{id}/answer", get(comments::web::answer_form).post(comments::web::answer))
        .at("/comments/{id}/edit", get(comments::web::edit_form).post(comments::web::edit))
        .at("/comments/{id}/remove", get(comments::web::remove_form).post(comments::web::remove))
        .at("/@{name}/{id}/like", post(likes::web::like))
        .at("/@{name}/{id}/unlike", post(likes::web::unlike))
        .at("/@{name}/{id}/likes", get(likes::web::list))
        .at("/@{name}/{id}/boost", post(boosts::web::boost))
        .at("/@{name}/{id}/unboost", post(boosts::web::unboost))
        .at("/@{name}/{id}/boosts", get(boosts::web::list))
        .at("/archive", get(posts::web::archived))
        .at("/select", get(posts::web::select).post(posts::web::look))
        .at("/select/apply", post(posts::web::apply))
        .at("/select/{id}", get(posts::web::batch))
        .at("/select/{id}/undo", post(posts::web::undo))
        .at("/settings/licences", get(posts::web::licences))
        .at("/trash", get(posts::web::trash))
        .at("/about", for_guests(tenants::web::about))
        .at("/about/servers", for_guests(policies::web::public))
        .at("/settings", get(settings::web::index))
        .at("/settings/servers", get(relationships::servers::web::servers).post(relationships::servers::web::block))
        .at("/settings/servers/{id}/lift", post(relationships::servers::web::lift))
        .at("/settings/moving", get(moving::web::moving).post(moving::web::add))
        .at("/settings/moving/{id}/remove", post(moving::web::remove))
        .at("/settings/moving/away", get(moving::web::away_form).post(moving::web::away))
        .at("/settings/moving/cancel", post(moving::web::cancel))
        .at("/settings/posting", get(settings::web::posting_form).post(settings::web::posting))
        .at("/settings/appearance", get(settings::web::appearance_form).post(settings::web::appearance))
        .at("/settings/danger", get(departures::web::danger))
        .at("/settings/danger/leave", get(departures::web::leave_form).post(departures::web::submit))
        .at("/settings/profile", get(profiles::web::form).post(profiles::web::submit))
        .at("/settings/profile/avatar", post(profiles::web::set_avatar).layer(DefaultBodyLimit::max(ONE_PICTURE)))
        .at("/settings/profile/avatar/original", get(profiles::web::avatar_original))
        .at("/settings/profile/avatar/remove", post(profiles::web::remove_avatar))
        .at("/settings/profile/header", post(profiles::web::set_header).layer(DefaultBodyLimit::max(ONE_PICTURE)))
        .at("/settings/profile/header/original", get(profiles::web::header_original))
        .at("/settings/profile/header/remove", post(profiles::web::remove_header))
        .at("/settings/invites", get(accounts::web::invites).post(accounts::web::make))
        .at("/settings/invites/{id}/revoke", post(accounts::web::revoke))
        .at("/settings/account", get(sessions::web::account))
        .at("/settings/account/password", get(sessions::web::change_password_form).post(sessions::web::change_password))
        .at("/settings/account/email", get(sessions::web::change_email_form).post(sessions::web::change_email))
        .at("/settings/two-factor", get(sessions::web::two_factor))
        .at("/settings/two-factor/app", get(sessions::web::authenticator_form).post(sessions::web::authenticator))
        .at("/settings/two-factor/off", post(sessions::web::turn_off))
        .at("/settings/two-factor/codes", post(sessions::web::renew_codes))
        .at("/settings/two-factor/passkeys", get(sessions::web::new_passkey).post(sessions::web::add_passkey))
        .at("/settings/two-factor/passkeys/{id}/remove", post(sessions::web::remove_passkey))
        .at("/settings/sessions", get(sessions::web::sessions))
        .at("/settings/sessions/end-others", post(sessions::web::end_rest))
        .at("/settings/sessions/{id}/end", post(sessions::web::end_one))
        .at("/console", get(moderation::web::index))
        .at("/console/first-steps", post(moderation::web::put_away))
        .at("/console/applications", get(accounts::web::applications))
        .at("/console/applications/{id}", post(accounts::web::decide))
        .at("/console/invites", get(accounts::web::all_invites))
        .at("/console/invites/{id}/revoke", post(accounts::web::revoke_any))
        .at("/console/sign-up", get(tenants::web::form).post(tenants::web::choose))
        .at("/console/rules", post(tenants::web::change_rules))
        .at("/console/members", get(moderation::web::members))
        .at("/console/members/{name}", get(moderation::web::member))
        .at("/console/members/{name}/role", post(moderation::web::change_role))
        .at("/console/members/{name}/notes", post(moderation::web::add_note))
        .at("/console/members/{name}/confirmation", post(moderation::web::confirmation))
        .at("/console/members/{name}/sign-out", post(moderation::web::sign_out))
        .at("/console/look", get(moderation::web::look).post(moderation::web::change_look))
        .at("/console/look/logo", post(moderation::web::set_logo).layer(DefaultBodyLimit::max(ONE_PICTURE)))
        .at("/console/look/logo/remove", post(moderation::web::remove_logo))
        .at("/console/staff", get(moderation::web::staff).post(moderation::web::ask_second_factor))
        .at("/console/limits", get(moderation::web::limits).post(moderation::web::change_limits))
        .at("/console/servers", get(policies::web::policies).post(policies::web::set))
        .at("/console/servers/new", get(policies::web::new_form))
        .at("/console/servers/federating", post(policies::web::federating))
        .at("/console/servers/export", get(policies::web::export))
        .at("/console/servers/import", get(policies::web::import_form).post(policies::web::read_list))
        .at("/console/servers/import/apply", post(policies::web::apply).layer(DefaultBodyLimit::max(LARGEST_LIST)))
        .at("/console/servers/{id}", get(policies::web::change_form))
        .at("/console/servers/{id}/lift", post(policies::web::lift))
        .at("/console/reports", get(reports::web::list))
        .at("/console/reports/{id}", get(reports::web::look).post(reports::web::close))
        .at("/console/reports/{id}/reopen", post(reports::web::reopen))
        .at("/console/audit", get(moderation::web::audit))
        .at("/operator", get(operator::web::index))
        .at("/operator/communities", get(operator::web::communities))
        .at("/operator/communities/new", get(operator::web::make_form).post(operator::web::make_community))
        .at("/operator/communities/{id}", get(operator::web::community).post(operator::web::ceilings))
        .at("/operator/communities/{id}/account-domain", post(operator::web::account_domain))
        .at("/operator/members", get(operator::web::members))
        .at("/operator/jobs", get(operator::web::jobs))
        .at("/operator/jobs/{id}/retry", post(operator::web::retry))
        .at("/operator/jobs/{id}/drop", post(operator::web::forget))
        .at("/operator/servers", get(operator::web::servers))
        .at("/operator/servers/{id}/try", post(operator::web::try_now))
        .at("/operator/mail", get(operator::web::mail))
        .at("/operator/mail/test", post(operator::web::send_test))
        .at("/operator/storage", get(operator::web::storage))
        .at("/operator/audit", get(operator::web::audit))
        .at("/operator/hub", get(operator::web::hub).post(operator::web::ask_second_factor))
        .at("/.well-known/webfinger", for_guests(profiles::web::webfinger))
        .at("/.well-known/host-meta", get(tenants::web::host_meta))
        .at("/.well-known/nodeinfo", get(tenants::web::nodeinfo_links))
        .at("/nodeinfo/{version}", get(tenants::web::nodeinfo))
        .at("/ap/actor", get(profiles::web::community))
        .at("/ap/actor/{collection}", get(profiles::web::nothing))
        .at("/ap/accounts/{id}", for_guests(profiles::web::actor))
        .at("/ap/inbox", post(inbox::shared))
        .at("/ap/accounts/{id}/inbox", post(inbox::personal))
        .at("/ap/accounts/{id}/outbox", for_guests(posts::web::outbox))
        .at("/ap/accounts/{id}/featured", get(posts::web::featured))
        .at("/ap/accounts/{id}/followers", get(relationships::collections::followers))
        .at("/ap/accounts/{id}/following", get(relationships::collections::following))
        .at("/ap/posts/{id}", for_guests(posts::web::note))
        .at("/ap/posts/{id}/activity", get(posts::web::published))
        .at("/ap/posts/{id}/replies", get(posts::web::replies))
        .at("/ap/posts/{id}/likes", get(posts::web::likes))
        .at("/ap/posts/{id}/shares", get(posts::web::shares))
        .at("/reports/csp", post(web::csp_report))
}

/// What anybody gets, whoever they are: nobody is asked who they are for it.
fn files() -> Table {
    Table::default().at("/media/{file}", get(media::web::public)).at("/assets/{file}", get(web::asset))
}

/// The whole of the hub's HTTP. From the outside in: where a request comes from, how long it takes, whether guests have
/// just had the same answer, what every answer carries, which community it is for, which session it has, whether another site sent it, who asks, and what becomes
/// of errors.
pub fn router(app: &App) -> Router {
    let pages = community()
        .router
        .fallback(web::not_found)
        .method_not_allowed_fallback(web::wrong_method)
        .layer(from_fn_with_state(app.clone(), web::expect_body))
        .layer(from_fn(web::render_errors))
        .layer(from_fn_with_state(app.clone(), relationships::web::count_waiting))
        .layer(from_fn_with_state(app.clone(), sessions::recognise))
        .with_state(app.clone());
    let pages = sessions::remember(app, web::guard_origin(pages));
    let files = files()
        .router
        .method_not_allowed_fallback(web::wrong_method)
        .layer(from_fn(web::render_errors))
        .with_state(app.clone());
    let pages = files.fallback_service(pages);

    let hub = Router::new()
        .merge(pages.layer(from_fn_with_state(app.clone(), tenants::web::resolve)))
        .route("/healthz", get(web::alive))
        .route("/readyz", get(web::ready).with_state((app.clone(), web::Readiness::default())));

    hub.layer(CatchPanicLayer::custom(web::panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), web::protect))
        .layer(from_fn_with_state(app.clone(), web::keep_for_guests))
        .layer(from_fn(web::observe))
        .layer(from_fn_with_state(app.clone(), web::arrive))
}

/// The paths that a community serves, so that a test can walk them all.
pub fn paths() -> Vec<&'static str> {
    [community().paths, files().paths].concat()
}

#[derive(Default)]
struct Table {
    router: Router<App>,
    paths: Vec<&'static str>,
}

impl Table {
    fn at(mut self, path: &'static str, methods: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, methods);
        self.paths.push(path);
        self
    }
}
