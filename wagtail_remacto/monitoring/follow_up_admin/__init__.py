"""Wagtail’s screens for milestones, updates and project leads."""
