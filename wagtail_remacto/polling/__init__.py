"""Short questions with ready answers; votes that name nobody."""
