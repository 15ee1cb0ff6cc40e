"""The demonstration programme: invented people, ratings from a known model, written like a real programme's."""
