"""The blueprints of the studio with all their routes attached."""

from flask import Blueprint

from app.studio import (
    difference_routes,
    draft_routes,
    entry_routes,
    file_routes,
    language_routes,
    preview_routes,
    scale_routes,
    scoring_routes,
    section_routes,
    shelf_routes,
)
from app.studio.blueprint import drafts, studio

BLUEPRINTS: tuple[Blueprint, ...] = (studio, drafts)

# Importing them is what attaches their routes to the blueprints.
ATTACHED = (
    difference_routes,
    draft_routes,
    entry_routes,
    file_routes,
    language_routes,
    preview_routes,
    scale_routes,
    scoring_routes,
    section_routes,
    shelf_routes,
)
