"""The printed page: tagged, repeatable to the byte, with its fonts inside."""
