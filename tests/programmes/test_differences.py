"""What differs between two versions, in the words of whoever reads them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.programmes.versions import a_programme, frozen, programme, project, words
from wagtail_remacto.programmes.differences import (
    Status,
    compare,
    differences,
    segments,
)
from wagtail_remacto.programmes.models import Purpose


def read(before: str, after: str) -> str:
    """Both wordings in one line: [-gone-] and {+new+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(
        marks[each.kind].format(each.text) for each in segments(before, after)
    )


def between(old: dict, new: dict, language: str = "fr") -> dict:
    """The changes of one project, by field, with the comparison itself."""
    found = compare(programme(), {1: old}, programme(), {1: new}, language)
    (only,) = found.projects
    return {"of": only, **{change.name: change for change in only.changes}}


def statuses(old: str, new: str, **changed: str) -> dict[str, Status]:
    """What becomes of projects that are called by one letter each."""
    before = {key: project(key) for key in old}
    after = {key: project(key, solution=changed.get(key, "")) for key in new}
    found = compare(programme(), before, programme(), after, "fr")
    return {each.pk: each.status for each in found.projects}


class TestWords:
    @pytest.mark.parametrize(
        ("before", "after", "shown"),
        [
            (
                "Publier le budget chaque année.",
                "Publier le budget détaillé chaque mois.",
                "Publier le budget {+détaillé+} chaque [-année-] {+mois+}.",
            ),
            (
                "نشر ميزانية الجماعة كل سنة",
                "نشر ميزانية الجماعة كل شهر",
                "نشر ميزانية الجماعة كل [-سنة-] {+شهر+}",
            ),
            ("", "Un portail.", "{+Un portail.+}"),
            ("Un portail.", "", "[-Un portail.-]"),
            ("Un\nportail", "Un portail", "Un portail"),
        ],
        ids=["French", "Arabic", "written", "emptied", "only spaces"],
    )
    def test_what_is_gone_and_what_is_new_stand_in_their_place(
        self, before, after, shown
    ):
        assert read(before, after) == shown

    def test_vowel_signs_belong_to_their_word(self):
        assert read("كِتاب الجماعة", "كتاب الجماعة") == "[-كِتاب-] {+كتاب+} الجماعة"

    def test_an_amount_is_one_word(self):
        shown = read("Coûte 250 000,50 dirhams.", "Coûte 300 000,50 dirhams.")
        assert shown == "Coûte [-250 000,50-] {+300 000,50+} dirhams."

    def test_short_words_between_two_changes_are_not_left_alone(self):
        shown = read("la salle de lecture ferme", "la place de marché ferme")
        assert shown == "la [-salle de lecture-] {+place de marché+} ferme"

    def test_another_text_is_shown_as_another_text(self):
        before, after = "Un portail de données.", "Les habitants lisent les comptes."
        assert read(before, after) == f"[-{before}-] {{+{after}+}}"

    def test_what_is_left_reads_as_the_later_text(self):
        before = "Un guichet.\nUne ligne.\nTrois agents."
        after = "Un guichet mobile.\nUne ligne.\nDeux agents, formés."
        later = "".join(s.text for s in segments(before, after) if not s.is_removed)
        assert later.split() == after.split()

    def test_a_very_long_text_is_compared_by_sentences(self):
        before = " ".join(f"La phrase {number} dit ceci." for number in range(600))
        after = before.replace("phrase 300 dit ceci", "phrase 300 dit cela")
        changed = [s.text for s in segments(before, after) if s.is_added]
        assert changed == ["La phrase 300 dit cela."]


class TestProjects:
    def test_are_added_removed_changed_or_left_alone(self):
        found = statuses("abc", "acd", c="Autre chose")
        assert found == {
            "a": Status.UNCHANGED,
            "b": Status.REMOVED,
            "c": Status.CHANGED,
            "d": Status.ADDED,
        }

    def test_one_put_first_has_moved_and_the_others_have_not(self):
        found = statuses("abcd", "dabc")
        assert [key for key in found if found[key] == Status.MOVED] == ["d"]

    def test_one_put_before_all_moves_none(self):
        assert Status.MOVED not in statuses("abc", "xabc").values()

    def test_one_that_is_gone_stands_behind_its_neighbour(self):
        assert list(statuses("abc", "ac")) == ["a", "b", "c"]

    def test_are_counted_in_words(self):
        before = {1: project("a"), 2: project("b"), 3: project("c")}
        after = {1: project("a", solution="x"), 2: project("b", lead="y"), 4: project()}
        with override("en"):
            found = compare(programme(), before, programme(), after, "fr")
            assert found.counts == [
                "1 project added",
                "1 project removed",
                "2 projects changed",
            ]
            assert found.sentence == ", ".join(found.counts)

    def test_nothing_differs_between_a_version_and_itself(self):
        contents = {1: project("a", solution="x")}
        assert not compare(programme(), contents, programme(), contents, "fr")

    def test_the_programme_itself_is_compared(self):
        found = compare(programme(), {}, programme(end="2028"), {}, "fr")
        (change,) = found.changes
        assert (change.name, change.before, change.after) == ("end", "2027", "2028")
        assert found


class TestFields:
    def test_a_budget_is_exact(self):
        found = between(project(budget="250000.50"), project(budget="250000.00"))
        assert found["budget"].before == Decimal("250000.50")
        assert found["budget"].after == Decimal("250000.00")

    def test_a_budget_that_becomes_known_was_not_nothing(self):
        found = between(project(budget=None), project(budget="0.00"))
        assert found["budget"].before is None
        assert found["budget"].after == 0

    def test_dates_are_words(self):
        found = between(project(end="2026-05"), project(end="2027-06-01"))
        assert found["end"].before == "mai 2026"
        assert found["end"].after == "mardi 1er juin 2027"

    def test_values_come_and_go(self):
        found = between(
            project(values=["participation", "transparency"]),
            project(values=["access_to_information", "transparency"]),
        )
        with override("en"):
            found = between(
                project(values=["participation", "transparency"]),
                project(values=["inclusion", "transparency"]),
            )
        assert found["values"].removed == ["Citizen participation"]
        assert found["values"].added == ["Inclusion"]

    def test_another_axis_is_named_in_the_language_of_the_reader(self):
        axes = [
            {"key": "1", "titles": {"fr": "Transparence", "ar": "الشفافية"}},
            {"key": "2", "titles": {"fr": "Numérique", "ar": "الرقمنة"}},
        ]
        found = between(project(axis=axes[0]), project(axis=axes[1]), "ar")
        assert (found["axis"].before, found["axis"].after) == ("الشفافية", "الرقمنة")

    def test_an_axis_that_was_left_out_is_a_change(self):
        axis = {"key": "1", "titles": {"fr": "Transparence"}}
        found = between(project(axis=axis), project())
        assert (found["axis"].before, found["axis"].after) == ("Transparence", "")

    def test_indicators_are_added_removed_and_reworded(self):
        def rows(*titles_and_targets):
            return [
                {"title": title, "unit": "", "baseline": "0", "target": target}
                for title, target in titles_and_targets
            ]

        found = between(
            project(indicators=rows(("Jeux publiés", "12"), ("Séances filmées", "4"))),
            project(indicators=rows(("Jeux publiés", "20"), ("Guichets", "3"))),
        )
        kinds = {row.row["title"]: row.kind for row in found["indicators"].rows}
        assert kinds == {
            "Jeux publiés": "changed",
            "Guichets": "added",
            "Séances filmées": "removed",
        }
        (target,) = found["indicators"].rows[0].parts
        assert (target.name, target.before, target.after) == ("target", "12", "20")

    def test_indicators_in_another_order_differ_in_nothing_else(self):
        rows = [
            {"title": title, "unit": "", "baseline": "", "target": ""}
            for title in ("Un", "Deux")
        ]
        found = between(project(indicators=rows), project(indicators=rows[::-1]))
        assert found["indicators"].rows == []

    def test_the_ideas_it_came_from_come_go_and_count_otherwise(self):
        found = between(
            project(
                **{
                    "from": [
                        {"contribution": "K7M-42R", "kind": "whole"},
                        {"contribution": "222-333", "kind": "whole"},
                    ]
                }
            ),
            project(
                **{
                    "from": [
                        {"contribution": "222-333", "kind": "part"},
                        {"contribution": "444-555", "kind": "inspired"},
                    ]
                }
            ),
        )
        kinds = {row.source.reference: row.kind for row in found["from"].rows}
        assert kinds == {"444-555": "added", "K7M-42R": "removed", "222-333": "changed"}


class TestLanguages:
    """The reader's where both versions have it, else the one of last resort."""

    def in_two(self, french: str, arabic: str = ""):
        languages = {"fr": words(title="Titre", solution=french)}
        if arabic:
            languages["ar"] = words(title="عنوان", solution=arabic)
        return project(words=languages)

    def test_each_reader_compares_in_their_own_language(self):
        old, new = (
            self.in_two("Un guichet", "شباك"),
            self.in_two("Deux guichets", "شباكان"),
        )
        assert between(old, new, "fr")["solution"].after == "Deux guichets"
        assert between(old, new, "ar")["solution"].after == "شباكان"

    def test_french_stands_in_for_arabic_that_is_not_written(self):
        found = between(self.in_two("Un guichet"), self.in_two("Deux guichets"), "ar")
        assert found["solution"].after == "Deux guichets"
        with override("ar"):
            assert found["solution"].after.attrs == ' lang="fr" dir="ltr"'

    def test_a_new_translation_is_no_change_of_the_words(self):
        found = between(
            self.in_two("Un guichet"), self.in_two("Un guichet", "شباك"), "ar"
        )
        assert "solution" not in found
        assert found["of"].status == Status.CHANGED
        assert found["of"].elsewhere == ["ar"]

    def test_what_changed_in_another_language_only_is_said(self):
        found = between(
            self.in_two("Un guichet", "شباك"), self.in_two("Un guichet", "نافذة")
        )
        assert found["of"].changes == []
        assert found["of"].elsewhere == ["ar"]
        assert found["of"].languages == "العربيّة"

    def test_two_languages_are_not_compared_word_by_word(self):
        old = project(words={"fr": words(title="Titre", solution="Un guichet")})
        new = project(words={"ar": words(title="عنوان", solution="شباك")})
        found = between(old, new, "ar")
        assert found["solution"].segments == []
        assert found["solution"].before.lang == "fr"
        assert found["solution"].after.lang == "ar"


@pytest.mark.django_db
class TestVersions:
    def cost(self, world) -> int:
        before = frozen(world)
        for page in world.projects:
            page.solution = "Un portail de données ouvertes, relu par les habitants."
            page.save()
        after = frozen(world, Purpose.VALIDATION)
        with CaptureQueriesContext(connection) as captured:
            found = differences(before, after, "fr")
        assert len(found.of(Status.CHANGED)) == len(world.projects)
        return len(captured.captured_queries)

    def test_sixty_projects_cost_as_many_queries_as_three(self):
        assert (
            self.cost(a_programme(3, in_arabic=False))
            == self.cost(a_programme(60, in_arabic=False))
            <= 2
        )

    def test_projects_are_known_by_the_key_of_their_page(self):
        world = a_programme(2)
        before = frozen(world)
        found = differences(before, frozen(world, Purpose.VALIDATION), "fr")
        assert {each.pk for each in found.projects} == {p.pk for p in world.projects}
        assert not found
