"""Writes: one verb, one function, one audit event."""
