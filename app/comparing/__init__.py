"""The lead compares observers and observer types on the locked first scores."""
