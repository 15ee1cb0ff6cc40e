"""The lead's desk with all its pages: importing this module gives the blueprint every route."""

from app.organising import (
    bridging_routes,
    brief_routes,
    clinics_routes,
    handout_routes,
    instruments_routes,
    linking_routes,
    observer_routes,
    people_routes,
    programmes_routes,
    rounds_routes,
    sessions_routes,
    start_routes,
    tablets_routes,
    training_routes,
    work_routes,
    wrong_places_routes,
)
from app.organising.blueprint import organising

PAGES = (
    bridging_routes,
    brief_routes,
    clinics_routes,
    handout_routes,
    instruments_routes,
    linking_routes,
    observer_routes,
    people_routes,
    programmes_routes,
    rounds_routes,
    sessions_routes,
    start_routes,
    tablets_routes,
    training_routes,
    work_routes,
    wrong_places_routes,
)

__all__ = ["PAGES", "organising"]
