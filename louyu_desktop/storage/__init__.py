"""Engines, keys, migrations, backups, the search index and the change log: everything about the file."""
