"""The indexes that follow each page saved: words to search, and who refers to what.

Half of the time in which a page is saved goes into them. They are kept for the tests
marked ``indexed``, which find pages again.
"""

from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers as words
from modelsearch.index import get_indexed_models
from wagtail import signal_handlers as references

_kept = True


def keep(wanted: bool) -> None:
    """Index what is saved from now on, or leave it."""
    global _kept
    if wanted == _kept:
        return
    _kept = wanted
    if wanted:
        words.register_signal_handlers()
        references.connect_reference_index_signal_handlers()
        return
    for model in get_indexed_models():
        post_save.disconnect(words.post_save_signal_handler, sender=model)
        post_delete.disconnect(words.post_delete_signal_handler, sender=model)
    references.disconnect_reference_index_signal_handlers()
