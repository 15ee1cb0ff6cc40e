"""How observers and observer types compare: from a round's locked ratings to what may be said about them."""
