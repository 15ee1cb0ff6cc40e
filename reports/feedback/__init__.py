"""What one clinician is told after a round: the evidence in, the words and figures out."""
