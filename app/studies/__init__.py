"""Reading an existing study's ratings: a file of ratings, and a mapping that says what its columns are."""
