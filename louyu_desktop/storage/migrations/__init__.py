"""Alembic's scripts; `upgrade` runs them."""
