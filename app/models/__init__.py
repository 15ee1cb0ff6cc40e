"""Tables, one file per aggregate. Only operations, queries and migrations may import from here."""
