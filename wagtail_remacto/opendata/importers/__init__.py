"""Reads files of the published schemas into pages and rows.

``run.import_paths`` is the one door. The schemas are in
``docs/reference/import-schema.md``; ``schemas`` is their executable form.
"""
