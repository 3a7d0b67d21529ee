"""The programme, its projects, and what the council decided."""
