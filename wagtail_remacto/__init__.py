"""Openness programmes, co-created with citizens, inside a Wagtail site.

The app is divided into rooms by concept. Imports run downwards only::

    wagtail_hooks, urls                          registrations
    opendata, search, blocks                     ways out
    programmes > committees > workshops > cycles > collectivites
    conf, adapter, fields                        ground
"""

__version__ = "0.1.0"
