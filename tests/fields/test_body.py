"""The package's migrations stay the same whatever blocks a host has."""

import pytest
from django.db import models
from django.test import override_settings
from django.utils.translation import override
from wagtail import blocks

from wagtail_remacto.fields import BodyField, FactsField, SourcesField
from wagtail_remacto.models import CyclePage


class HostBlock(blocks.StreamBlock):
    shout = blocks.CharBlock()


def described(field: models.Field) -> tuple:
    """What a migration would write of the field."""
    _name, path, args, kwargs = field.deconstruct()
    return path, args, kwargs


class TestBodyField:
    def test_its_blocks_are_no_part_of_migrations(self):
        _path, args, kwargs = described(BodyField())
        assert args == []
        assert not {"block_types", "block_lookup"} & set(kwargs)

    @override_settings(
        WAGTAIL_REMACTO_BODY_BLOCK=f"{__name__}.HostBlock",
    )
    def test_blocks_of_the_host_change_no_migration(self):
        field = BodyField()
        assert list(field.stream_block.child_blocks) == ["shout"]
        with override_settings(
            WAGTAIL_REMACTO_BODY_BLOCK="wagtail_remacto.fields.body.BodyBlock"
        ):
            usual = BodyField()
        assert described(field) == described(usual)

    @pytest.mark.parametrize("language", ["fr", "ar", "en"])
    def test_the_active_language_changes_no_migration(self, language):
        usual = described(BodyField())
        with override(language):
            assert described(BodyField()) == usual

    def test_is_made_again_from_a_migration(self):
        path, args, kwargs = described(CyclePage._meta.get_field("body"))
        assert path == "wagtail_remacto.fields.body.BodyField"
        assert described(BodyField(*args, **kwargs)) == (path, args, kwargs)


@pytest.mark.parametrize("field", [FactsField, SourcesField])
def test_lists_of_facts_keep_their_blocks_out_of_migrations(field):
    path, args, kwargs = described(field())
    assert args == []
    assert described(field(*args, **kwargs)) == (path, args, kwargs)
