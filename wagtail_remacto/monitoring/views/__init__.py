"""The public pages and forms of the room."""
