"""Reads: plain functions that return frozen dataclasses, never rows."""
