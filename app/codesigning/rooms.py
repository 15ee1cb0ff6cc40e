"""The blueprints with all their pages attached."""

from app.codesigning import draft_routes, proposals_routes, sign_off_routes, votes_routes
from app.codesigning.blueprint import codesigning, deciding

PARTS = (draft_routes, proposals_routes, sign_off_routes, votes_routes)
BLUEPRINTS = (codesigning, deciding)
