"""Carrying scores from one version of an instrument onto the next: the table, its words, and what may cross by it."""
