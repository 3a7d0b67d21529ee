"""The officers' screens of this room, and what those of other rooms are made of."""
