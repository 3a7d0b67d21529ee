"""Ways in and out: importers, calendars, feeds."""
