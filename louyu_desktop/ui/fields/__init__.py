"""One field on screen: its cell, its filter, its editor.  Knows no record and no service."""
