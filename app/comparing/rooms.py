"""The blueprint with all its pages and files attached."""

from app.comparing import files, routes
from app.comparing.blueprint import comparing

PARTS = (routes, files)
BLUEPRINTS = (comparing,)
