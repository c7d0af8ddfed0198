"""What the station's practice means: pure functions over plain values, with no database and no clock of their own."""
