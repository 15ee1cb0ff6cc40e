"""The interface with all its endpoints: importing this module gives the blueprint every route."""

from app.api.blueprint import api
from app.api.openapi import ENDPOINTS

__all__ = ["ENDPOINTS", "api"]
