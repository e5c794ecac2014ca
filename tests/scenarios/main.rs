//! The stories: a real hall, real phones, and what people see.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a story that cannot go on fails where it stands, and is told in one breath"
)]

mod a_call_becomes_one_incident;
mod a_camera_nobody_needs_rests;
mod a_fix_reaches_the_map;
mod a_full_disk_is_reported;
mod a_late_unit;
mod a_leg_is_learnt_late;
mod a_nearly_full_disk_stops_recordings;
mod a_phone_changes_networks;
mod a_phone_checks_the_certificate;
mod a_phone_encodes_the_layers_that_are_needed;
mod a_phone_in_a_pocket_is_reached;
mod a_phone_is_behind_a_proxy;
mod a_phone_is_enrolled;
mod a_phone_is_off_the_net_for_two_minutes;
mod a_phone_is_on_a_network_without_udp;
mod a_photo_is_sent_in_parts;
mod a_recording_is_cut_off;
mod a_revoked_phone_is_out;
mod a_town_gives_its_order_on;
mod an_address_is_found;
mod an_offer_anew_keeps_the_clock;
mod an_officer_calls_for_help;
mod an_officer_sees_the_way;
mod an_officer_talks_by_the_phone;
mod an_older_phone_is_served;
mod an_order_is_recorded;
mod an_order_runs_to_its_report;
mod duty_that_a_desk_changes;
mod every_route_and_role;
mod hall_and_officer_write_each_other;
mod malformed_input_changes_nothing;
mod photos_and_sounds_go_with_messages;
mod sixty_seconds_in_a_tunnel;
mod the_hall_asks_for_a_camera;
mod the_hall_chooses_the_codec;
mod the_hall_is_killed;
mod the_hall_talks_to_units;
mod the_phone_is_killed;
mod the_picture_reaches_a_leader;
mod what_is_seen_to_at_the_scene;
mod who_is_turned_away_is_counted;
mod who_speaks_is_shown;
