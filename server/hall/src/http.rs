//! The hall's HTTP, as a table of contents.

mod attachments;
mod auth;
mod body;
mod camera_requests;
mod closures;
mod drills;
mod fault;
mod gazetteer;
mod incidents;
mod media;
mod messages;
mod notices;
mod openapi;
mod operations;
mod orders;
mod people;
mod phones;
mod photos;
mod promise_map;
mod proof;
mod query;
mod reach;
mod recommendations;
mod recording_files;
mod recordings;
mod reports;
mod rule;
mod session;
mod stills;
mod talk;
mod units;
mod uploads;
mod way;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use auth::bearer_in;
pub(crate) use fault::HttpFault;

use crate::state::Shared;
use crate::{pages, turned_away};

/// Bytes of a JSON or SDP body at most.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// Every route of the hall.
pub(crate) fn router(hall: Shared, basemap: pages::Basemap) -> Router {
    let (api, openapi) = api().split_for_parts();
    api.merge(openapi::router(openapi))
        .merge(crate::sockets::router())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn_with_state(hall.clone(), turned_away::count))
        .merge(photos::router())
        .with_state(hall)
        .merge(pages::router(basemap))
        .method_not_allowed_fallback(fault::method_not_allowed)
}

/// The documented routes; `/openapi.json` is made from these.
fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::about())
        // who is who
        .routes(routes!(session::sign_in, session::who_am_i, session::sign_out))
        .routes(routes!(proof::challenge))
        .routes(routes!(proof::sign_in, proof::renew))
        .routes(routes!(phones::enrol))
        .routes(routes!(phones::list, phones::add))
        .routes(routes!(phones::revoke))
        .routes(routes!(notices::key, notices::subscribe, notices::unsubscribe))
        .routes(routes!(notices::name_app, notices::forget_app))
        .routes(routes!(notices::set_telephone, notices::forget_telephone))
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::revoke))
        .routes(routes!(people::end_sessions))
        // what is on the board
        .routes(routes!(units::towns, units::add_town))
        .routes(routes!(units::list, units::add))
        .routes(routes!(units::set_duty))
        .routes(routes!(camera_requests::ask, camera_requests::withdraw))
        .routes(routes!(recommendations::list))
        .routes(routes!(incidents::list, incidents::raise))
        .routes(routes!(incidents::duplicates))
        .routes(routes!(incidents::edit))
        .routes(routes!(incidents::merge))
        .routes(routes!(incidents::close))
        .routes(routes!(rule::show, rule::set))
        .routes(routes!(reach::reach))
        .routes(routes!(promise_map::show))
        .routes(routes!(promise_map::history))
        .routes(routes!(promise_map::cells))
        .routes(routes!(promise_map::without))
        .routes(routes!(closures::list, closures::close))
        .routes(routes!(closures::open))
        // where things are
        .routes(routes!(gazetteer::search))
        .routes(routes!(gazetteer::nearest))
        // orders
        .routes(routes!(orders::list, orders::send))
        .routes(routes!(orders::show))
        .routes(routes!(orders::offer))
        .routes(routes!(orders::set_units))
        .routes(routes!(orders::withdraw))
        .routes(routes!(orders::close))
        .routes(routes!(orders::cancel))
        .routes(routes!(orders::explain))
        .routes(routes!(orders::arrived))
        .routes(routes!(orders::pass_on))
        .routes(routes!(messages::write))
        .routes(routes!(messages::read))
        .routes(routes!(notices::report))
        .routes(routes!(reach::routes))
        .routes(routes!(way::show))
        .routes(routes!(reports::kinds))
        .routes(routes!(reports::orders))
        // rehearsals
        .routes(routes!(drills::list, drills::start))
        .routes(routes!(drills::show, drills::stop))
        .routes(routes!(drills::again))
        .routes(routes!(drills::scenario))
        // live media
        .routes(routes!(media::relays))
        .routes(routes!(media::publish))
        .routes(routes!(media::unpublish))
        .routes(routes!(media::amending::publishing))
        .routes(routes!(media::watch))
        .routes(routes!(media::unwatch))
        .routes(routes!(media::amending::watching))
        .routes(routes!(talk::open))
        .routes(routes!(talk::close))
        .routes(routes!(talk::amend))
        .routes(routes!(media::join))
        .routes(routes!(media::leave))
        .routes(routes!(media::amending::wall))
        .routes(routes!(stills::of_unit))
        .routes(routes!(stills::of_desk))
        // what was recorded
        .routes(routes!(recordings::list, recordings::begin))
        .routes(routes!(recordings::end))
        .routes(routes!(recording_files::whole))
        .routes(routes!(recording_files::part))
        // photos and sound notes
        .merge(uploads::router())
        // running the machine
        .routes(routes!(operations::healthz))
        .routes(routes!(operations::metrics))
}
