"""Who takes part: collectivités, the directory, principles, and who edits what."""
