"""The officers' screens of a committee's decisions; its members read along."""
