"""Documents to catalogue: pure functions from text to domain values.

`readme` and `notes` read one document each into a `Document`; `join` makes one catalogue
of many. Nothing here raises on what a document says: what cannot be read is a `Problem`.
"""
