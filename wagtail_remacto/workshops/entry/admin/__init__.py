"""The officers' screens of ideas given on paper."""
