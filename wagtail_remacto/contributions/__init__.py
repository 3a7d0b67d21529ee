"""What citizens say: contributions, supports, comments, reports."""
