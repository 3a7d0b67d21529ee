"""Meetings in a room or online."""
