"""The blueprint with all its pages and files attached."""

from app.comparing import (
    agreement_routes,
    files,
    front_routes,
    items_routes,
    kinds_routes,
    more_routes,
    next_routes,
    people_routes,
    planning_routes,
    reporting_routes,
    sees_routes,
    severity_routes,
    summary_routes,
    types_routes,
    usage_routes,
    who_routes,
)
from app.comparing.blueprint import comparing

PARTS = (
    front_routes,
    agreement_routes,
    types_routes,
    sees_routes,
    summary_routes,
    usage_routes,
    people_routes,
    who_routes,
    next_routes,
    severity_routes,
    items_routes,
    more_routes,
    kinds_routes,
    planning_routes,
    reporting_routes,
    files,
)
BLUEPRINTS = (comparing,)
