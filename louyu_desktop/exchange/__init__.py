"""Workbooks and plain values, both ways.  Knows no database and no record: services hand it columns and rows."""
