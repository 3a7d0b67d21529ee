"""Wagtail’s screens for working with civil society: partners, notes, replies."""
