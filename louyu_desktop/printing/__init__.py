"""Papers: plain values in, one PDF file out; no database, no window.

`fonts` finds the faces, `chain` is the font that never loses a character silently, `guard` cleans
what people typed, `pen` puts it on a page, `sheet` streams tables, `flow` sets running text, and
each paper has a file of its own.
"""
