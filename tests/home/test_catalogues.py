import polib
import pytest

from home import catalogues


def entry(msgid, msgstr="", plural=None, flags=()):
    if plural:
        return polib.POEntry(
            msgid=msgid,
            msgid_plural=plural,
            msgstr_plural=dict(enumerate(msgstr)),
            flags=list(flags),
        )
    return polib.POEntry(msgid=msgid, msgstr=msgstr, flags=list(flags))


def reasons(message, *, required=True):
    return " ".join(catalogues.entry_problems(message, required=required))


class TestEntryProblems:
    @pytest.mark.parametrize(
        "message",
        [
            entry("Cycle", "Cycle"),
            entry("%(name)s opens", "Ouverture : %(name)s"),
            entry("{count} of 100%%", "{count} sur 100 %%"),
            entry(
                "One answer",
                ["Une réponse", "%(count)s réponses"],
                "%(count)s answers",
            ),
        ],
        ids=lambda message: message.msgid,
    )
    def test_a_faithful_translation_has_none(self, message):
        assert reasons(message) == ""

    def test_says_what_is_not_translated(self):
        assert reasons(entry("Cycle")) == "“Cycle” is not translated."

    def test_lets_the_source_language_be_empty(self):
        assert reasons(entry("Cycle"), required=False) == ""

    def test_says_what_is_fuzzy_even_in_the_source_language(self):
        message = entry("Cycle", "Vélo", flags=["fuzzy"])
        assert reasons(message, required=False) == "“Cycle” is fuzzy."

    def test_says_when_a_placeholder_is_lost(self):
        assert "other placeholders" in reasons(entry("%(name)s opens", "Ouverture"))

    def test_says_when_a_placeholder_is_invented(self):
        assert "other placeholders" in reasons(entry("Opens", "%(name)s ouvre"))

    def test_says_when_one_plural_form_is_missing(self):
        message = entry("One answer", ["Une réponse", ""], "%(n)s answers")
        assert "is not translated" in reasons(message)

    def test_says_when_a_plural_form_has_another_placeholder(self):
        message = entry(
            "One answer", ["Une réponse", "%(m)s réponses"], "%(n)s answers"
        )
        assert "placeholder it does not have" in reasons(message)


class TestCompileStale:
    @pytest.fixture
    def source(self, settings, tmp_path):
        settings.BASE_DIR = tmp_path
        path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.append(entry("Openness", "Ouverture"))
        catalogue.save(str(path))
        return path

    def test_compiles_what_was_never_compiled(self, source):
        assert catalogues.compile_stale() == [source]
        compiled = polib.mofile(str(source.with_suffix(".mo")))
        assert compiled.find("Openness").msgstr == "Ouverture"

    def test_leaves_what_is_current(self, source):
        catalogues.compile_stale()
        assert catalogues.compile_stale() == []

    def test_leaves_no_draft_behind(self, source):
        catalogues.compile_stale()
        names = {path.name for path in source.parent.iterdir()}
        assert names == {"django.po", "django.mo"}
