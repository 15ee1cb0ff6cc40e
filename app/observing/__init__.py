"""The tablet: what an observer sees today, the score sheet, and both sheets side by side."""
