"""Who takes part: names, consents, and what a person can ask about their data."""
