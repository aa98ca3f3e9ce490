//! Every URL.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodRouter, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    app::App, media, moderation, operator, posts, profiles, sessions, settings, setup, tenants, timelines, web,
};

/// Bytes of a form with twenty photos of the largest size and all its words.
const MOST_AT_ONCE: usize = (posts::MOST_ITEMS * (media::LARGEST_BYTES + 1_000_000)) as usize;

/// What a community serves.
fn community() -> Table {
    Table::default()
        .at("/", get(timelines::web::home))
        .at("/setup/{token}", get(setup::web::form).post(setup::web::submit))
        .at("/sign-in", get(sessions::web::form).post(sessions::web::submit))
        .at("/sign-in/again", get(sessions::web::again_form).post(sessions::web::again))
        .at("/sign-in/second", get(sessions::web::second_form).post(sessions::web::second_step))
        .at("/sign-in/passkey", get(sessions::web::challenge).post(sessions::web::passkey))
        .at("/sign-in/switch", post(sessions::web::switch_to))
        .at("/sign-out", post(sessions::web::leave))
        .at("/reset", get(sessions::web::ask_form).post(sessions::web::ask))
        .at("/reset/{token}", get(sessions::web::choose_form).post(sessions::web::choose))
        .at("/confirm/{token}", get(sessions::web::confirm_form).post(sessions::web::confirm))
        .at("/confirm-email/{token}", get(sessions::web::confirm_email_form).post(sessions::web::confirm_email))
        .at("/undo-email/{token}", get(sessions::web::undo_email_form).post(sessions::web::undo_email))
        .at("/publish", get(posts::web::compose).post(posts::web::submit).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/publish/items", post(posts::web::upload).layer(DefaultBodyLimit::max(MOST_AT_ONCE)))
        .at("/publish/items/{id}/preview", get(posts::web::preview))
        .at("/publish/{draft}", get(posts::web::progress))
        .at("/@{name}", get(profiles::web::profile))
        .at("/@{name}/{id}", get(posts::web::show))
        .at("/@{name}/{id}/edit", get(posts::web::edit_form).post(posts::web::edit))
        .at("/@{name}/{id}/delete", get(posts::web::delete_form).post(posts::web::delete))
        .at("/settings", get(settings::web::index))
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
        .at("/operator", get(operator::web::index))
        .at("/media/{file}", get(media::web::public))
        .at("/assets/{file}", get(web::asset))
        .at("/reports/csp", post(web::csp_report))
}

/// The whole of the hub's HTTP. From the outside in: where a request comes from, how long it takes, what every answer
/// carries, which community it is for, which session it has, whether another site sent it, who asks, and what becomes
/// of errors.
pub fn router(app: &App) -> Router {
    let pages = community()
        .router
        .fallback(web::not_found)
        .method_not_allowed_fallback(web::wrong_method)
        .layer(from_fn(web::render_errors))
        .layer(from_fn_with_state(app.clone(), sessions::recognise))
        .with_state(app.clone());
    let pages = sessions::remember(app, web::guard_origin(pages));

    let hub = Router::new()
        .merge(pages.layer(from_fn_with_state(app.clone(), tenants::resolve)))
        .route("/healthz", get(web::alive))
        .route("/readyz", get(web::ready).with_state(app.clone()));

    hub.layer(CatchPanicLayer::custom(web::panicked))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), web::protect))
        .layer(from_fn(web::observe))
        .layer(from_fn_with_state(app.clone(), web::arrive))
}

/// The paths that a community serves, so that a test can walk them all.
pub fn paths() -> Vec<&'static str> {
    community().paths
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
