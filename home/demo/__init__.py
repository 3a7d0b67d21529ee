"""The demonstration: published data with its sources, and a commune that is invented.

``portal_demo`` brings it in. ``data/`` is the published set, with its README for
provenance; ``tamaris.yaml`` the invented commune; ``pages.yaml`` the ordinary pages.
"""
