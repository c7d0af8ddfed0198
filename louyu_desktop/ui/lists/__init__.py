"""A list of any records: its rows, its head with filters, its table, its saved views."""
