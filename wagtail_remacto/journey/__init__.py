"""Reads all the other rooms: what hangs below a page, and where its cycle stands."""
