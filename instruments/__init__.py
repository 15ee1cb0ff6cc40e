"""What is measured: instruments, the sheets they ask for and the scores they give."""
