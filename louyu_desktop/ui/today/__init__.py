"""今日: what is due, what is missing, what was done; real numbers only."""
