"""What stands before the main window: log-in, the first day, taking in an old station, a forgotten password."""
