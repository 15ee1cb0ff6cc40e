"""The blueprints of accounts and shared tablets, with their pages attached."""

from flask import Blueprint

from app.accounts import kept_routes, language_routes, routes, tablet_routes
from app.accounts.blueprint import accounts, front, tablets

BLUEPRINTS: tuple[Blueprint, ...] = (front, accounts, tablets)

# Importing them is what attaches their routes to the blueprints.
ATTACHED = (routes, language_routes, tablet_routes, kept_routes)
