"""Other people's studies: a CSV in, coefficients with their reach out. No web, no database."""
