"""The portal's StreamField blocks for ordinary content."""
