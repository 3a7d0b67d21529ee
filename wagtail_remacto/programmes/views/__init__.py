"""What people read of this room, and what they send to it."""
