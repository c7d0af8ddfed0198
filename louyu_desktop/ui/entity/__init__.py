"""The generic list, form and tab: one for all kinds of records, drawn from their fields."""
