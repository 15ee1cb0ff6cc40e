"""The blueprints of this room, with their pages attached."""

from app.accounts import language_routes, routes
from app.accounts.blueprint import accounts, front

# Importing them is what attaches their routes to the blueprints.
ATTACHED = (routes, language_routes)

__all__ = ["ATTACHED", "accounts", "front"]
