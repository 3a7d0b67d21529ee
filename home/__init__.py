"""The reference portal: what a federation adds around the package on its own site."""
