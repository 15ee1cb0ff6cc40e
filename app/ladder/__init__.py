"""The release ladder: which steps lead to a clinician's report, what each needs, and where one stands. Pure."""
