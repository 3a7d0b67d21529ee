"""The officers' screens of this room: the queue, all contributions, the reasons."""
