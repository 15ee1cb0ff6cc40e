"""Signing in and out, set-up links, one's own account."""
