"""What votes of relevance say about the items of a draft, in words that can be read aloud."""
