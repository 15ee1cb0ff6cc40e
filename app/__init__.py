"""The web. Nobody imports from this module; the application is made in `app/application.py`."""
