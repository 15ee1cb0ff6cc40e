"""Generalizability: where scores vary, and what more of anything would buy."""
