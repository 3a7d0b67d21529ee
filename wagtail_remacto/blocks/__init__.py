"""StreamField blocks that a host puts into its own pages."""
