"""What the committee’s desk needs of programmes: projects and where they come from."""
