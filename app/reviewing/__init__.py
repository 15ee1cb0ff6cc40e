"""Clinicians read, reflect and download; leads and facilitators screen and release."""
