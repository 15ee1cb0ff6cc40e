"""Every address of this room, by importing the files that hold them."""

from app.reviewing import (
    again_routes,
    appraisal_routes,
    ladder_routes,
    mentors_routes,
    plan_routes,
    release_routes,
    replies_routes,
    rounds_routes,
    screening_routes,
    talk_routes,
    told_routes,
)
from app.reviewing import mine as mine_routes
from app.reviewing import reading as reading_routes
from app.reviewing.blueprint import mine, reading, releases

ROUTES = (
    mine_routes,
    reading_routes,
    rounds_routes,
    ladder_routes,
    screening_routes,
    release_routes,
    replies_routes,
    appraisal_routes,
    talk_routes,
    plan_routes,
    told_routes,
    again_routes,
    mentors_routes,
)
BLUEPRINTS = (mine, reading, releases)
