"""The studio: instruments are written, compared and published here."""
