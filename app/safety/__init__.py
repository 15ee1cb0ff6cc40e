"""Worries about somebody's safety: the list of those who are told, and who they are. Never part of a report."""
