"""The many-facet Rasch model: who or what makes a rating high or low, all on one ruler."""
