"""The blueprints of the tablet with all their routes attached."""

from flask import Blueprint

from app.observing import (
    batches,
    brief_routes,
    comfort_routes,
    correction_routes,
    debrief_routes,
    draft_sync,
    edit_routes,
    mentors_routes,
    offline,
    opening,
    own_ratings_routes,
    paper_routes,
    preview_routes,
    record_routes,
    routes,
    safety_routes,
    sheet_routes,
    sync,
    tablet_sync,
    whom_routes,
    wrong_place_routes,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    routes.observing,
    sync.sync,
    tablet_sync.tablet_sync,
    offline.offline,
    paper_routes.paper,
    preview_routes.previews,
)

# Importing them is what attaches their routes to the blueprints.
ATTACHED = (
    routes,
    sheet_routes,
    brief_routes,
    comfort_routes,
    correction_routes,
    debrief_routes,
    whom_routes,
    wrong_place_routes,
    edit_routes,
    safety_routes,
    mentors_routes,
    own_ratings_routes,
    paper_routes,
    preview_routes,
    record_routes,
    sync,
    batches,
    draft_sync,
    opening,
    tablet_sync,
    offline,
)
