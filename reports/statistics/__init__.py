"""How observers compare and what a score can bear. Pure functions over arrays; numpy and scipy only."""
