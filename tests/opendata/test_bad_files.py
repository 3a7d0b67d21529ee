"""A file with an error says where, and changes nothing."""

import pytest
from django.utils.translation import override

from tests.opendata.site import MARTIL, TETOUAN, cycle, members, process, words, write
from wagtail_remacto.models import CollectivitePage, CyclePage, DirectoryPage
from wagtail_remacto.opendata.importers.run import import_paths

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def problems(folder, data, name="file.yaml"):
    report = import_paths([write(folder, name, data)])
    assert not report.created
    assert not report.updated
    return {problem.path: problem.reason for problem in report.errors}


@pytest.mark.usefixtures("home")
class TestReading:
    def test_not_yaml_says_line_and_column(self, tmp_path):
        found = problems(tmp_path, "schema: [remacto-process/1\ncycles: }")
        assert list(found) == ["line 2, column 7"]
        assert "Not YAML" in found["line 2, column 7"]

    def test_not_utf8(self, tmp_path):
        path = tmp_path / "latin.yaml"
        path.write_bytes("schema: Tétouan".encode("latin-1"))
        [problem] = import_paths([path]).errors
        assert "Not UTF-8" in problem.reason

    @pytest.mark.parametrize("text", ["- a\n- b\n", "only words", "", "42"])
    def test_not_a_mapping(self, tmp_path, text):
        assert "no mapping" in problems(tmp_path, text)[""]

    def test_a_key_written_twice_loses_nothing_silently(self, tmp_path):
        found = problems(tmp_path, "schema: remacto-process/1\nschema: other\n")
        assert "written twice" in found["line 2, column 1"]

    @pytest.mark.parametrize("schema", ["remacto-process/2", "process", 1, None])
    def test_wrong_schema(self, tmp_path, schema):
        found = problems(tmp_path, {**process(), "schema": schema})
        assert list(found) == ["schema"]

    def test_no_such_file(self, tmp_path):
        [problem] = import_paths([tmp_path / "absent.yaml"]).errors
        assert problem.file.endswith("absent.yaml")

    def test_a_folder_without_files(self, tmp_path):
        assert "no YAML" in import_paths([tmp_path]).errors[0].reason


def workshop(**more):
    return process(cycle(workshops=[{"kind": "co_creation"}, more]))


BAD = {
    "missing field": (
        {**process(), "collectivite": {**TETOUAN, "hcp_code": None}},
        "collectivite.hcp_code",
        "required",
    ),
    "missing cycle id": (
        process({"framework": "remacto"}),
        "cycles[0].id",
        "required",
    ),
    "unknown code": (
        process(of={**TETOUAN, "hcp_code": "99.999.99.99"}),
        "collectivite.hcp_code",
        "HCP knows no territory",
    ),
    "unquoted code": (
        process(of={**TETOUAN, "hcp_code": 1.571}),
        "collectivite.hcp_code",
        "not a text",
    ),
    "kind of another": (
        process(of={**TETOUAN, "kind": "province"}),
        "collectivite.kind",
        "commune",
    ),
    "name of another": (
        process(of={**TETOUAN, "name_fr": "Martil"}),
        "collectivite.name_fr",
        "Tétouan",
    ),
    "region of another": (
        process(of={**TETOUAN, "region_code": "02"}),
        "collectivite.region_code",
        "01",
    ),
    "no such day": (
        workshop(kind="training", date="2025-02-30"),
        "cycles[0].workshops[1].date",
        "2025-02-30",
    ),
    "no such month": (
        workshop(kind="training", date="2025-13"),
        "cycles[0].workshops[1].date",
        "2025-13",
    ),
    "a number for a date": (
        workshop(kind="training", date=2025),
        "cycles[0].workshops[1].date",
        "not a date",
    ),
    "words for a date": (
        workshop(kind="training", date="mars 2025"),
        "cycles[0].workshops[1].date",
        "mars 2025",
    ),
    "workshop ends before": (
        workshop(kind="training", date="2025-03-10", end="2025-03-09"),
        "cycles[0].workshops[1].end",
        "before the start",
    ),
    "period ends before": (
        process(cycle(period={"start": "2025-05", "end": "2025-04"})),
        "cycles[0].period.end",
        "before the start",
    ),
    "consultation ends before": (
        process(
            cycle(
                consultations=[
                    {"mode": "online", "start": "2025-05-02", "end": "2025-05-01"}
                ]
            )
        ),
        "cycles[0].consultations[0].end",
        "before the start",
    ),
    "no such time": (
        workshop(kind="training", date="2025-03-10", time="25:00"),
        "cycles[0].workshops[1].time",
        "not a time",
    ),
    "unknown kind": (
        workshop(kind="party"),
        "cycles[0].workshops[1].kind",
        "co_creation",
    ),
    "unknown framework": (
        process(cycle(framework="other")),
        "cycles[0].framework",
        "ogp-local",
    ),
    "no cycle id": (
        process(cycle(id="spring")),
        "cycles[0].id",
        "no cycle",
    ),
    "duplicate cycle": (
        process(cycle(), cycle()),
        "cycles[1].id",
        "twice",
    ),
    "duplicate axis order": (
        process(
            cycle(
                axes=[
                    {"order": 1, "title": words("Un", "واحد", "One")},
                    {"order": 1, "title": words("Deux", "اثنان", "Two")},
                ]
            )
        ),
        "cycles[0].axes[1].order",
        "order 1",
    ),
    "axis that is not there": (
        process(
            cycle(projects=[{"title": words("Un", "واحد", "One"), "axis": 3}]),
        ),
        "cycles[0].projects[0].axis",
        "order 3",
    ),
    "Arabic in a French field": (
        workshop(kind="training", summary_fr="ورشة الإعداد المشترك"),
        "cycles[0].workshops[1].summary_fr",
        "Arabic text in a French field",
    ),
    "French in an Arabic field": (
        process(
            cycle(axes=[{"order": 1, "title": words("Un axe", "Un axe", "An axis")}])
        ),
        "cycles[0].axes[0].title.ar",
        "Latin letters in an Arabic field",
    ),
    "Arabic in the French name": (
        process(of={**TETOUAN, "name_fr": "تطوان"}),
        "collectivite.name_fr",
        "Arabic text in a French field",
    ),
    "misspelt field": (
        process(cycle(workshop=[])),
        "cycles[0].workshop",
        "workshops",
    ),
    "address that is none": (
        workshop(kind="training", source="javascript:alert(1)"),
        "cycles[0].workshops[1].source",
        "http",
    ),
    "a text for a list": (
        process(cycle(workshops="none")),
        "cycles[0].workshops",
        "not a list",
    ),
    "a share over the whole": (
        process(
            cycle(committee={"name": words("Un", "لجنة", "One"), "women_share": 50})
        ),
        "cycles[0].committee.women_share",
        "0.5",
    ),
    "member listed twice": (
        members(MARTIL, MARTIL),
        "members[1].hcp_code",
        "twice",
    ),
}


@pytest.mark.usefixtures("home")
class TestContent:
    @pytest.mark.parametrize("case", BAD, ids=lambda case: case.replace(" ", "-"))
    def test_says_where_and_why(self, tmp_path, case):
        data, path, reason = BAD[case]
        found = problems(tmp_path, data)
        assert path in found
        assert reason in found[path]
        assert not DirectoryPage.objects.exists()

    def test_all_errors_of_a_file_at_once(self, tmp_path):
        data = workshop(kind="party", date="2025-02-30", nonsense=1)
        assert len(problems(tmp_path, data)) == 3

    def test_an_acronym_is_no_latin_text(self, tmp_path):
        title = words("Convention avec NDI", "اتفاقية مع NDI", "Agreement with NDI")
        data = process(cycle(axes=[{"order": 1, "title": title}]))
        assert not import_paths([write(tmp_path, "a.yaml", data)]).errors


@pytest.mark.usefixtures("home")
class TestOtherFiles:
    def test_the_others_go_in(self, tmp_path):
        write(tmp_path, "bad.yaml", process(cycle(framework="other")))
        write(tmp_path, "good.yaml", process(of=MARTIL))
        report = import_paths([tmp_path])
        assert [each.file for each in report.errors] == [str(tmp_path / "bad.yaml")]
        assert set(CollectivitePage.objects.values_list("hcp_code", flat=True)) == {
            MARTIL["hcp_code"]
        }

    def test_a_cycle_in_two_files_goes_in_once(self, tmp_path):
        write(tmp_path, "a.yaml", process())
        write(tmp_path, "b.yaml", process())
        [problem] = import_paths([tmp_path]).errors
        assert (problem.file, problem.path) == (
            str(tmp_path / "b.yaml"),
            "cycles[0].id",
        )
        assert CyclePage.objects.filter(locale__language_code="fr").count() == 1

    def test_a_file_named_twice_is_read_once(self, tmp_path):
        path = write(tmp_path, "a.yaml", process())
        assert not import_paths([path, tmp_path]).errors

    def test_what_the_database_refuses_takes_the_whole_file_back(
        self, tmp_path, monkeypatch
    ):
        from wagtail_remacto.opendata.importers.process import cycle as room
        from wagtail_remacto.programmes import services

        def refuse(**_said):
            raise services.AlreadyDecided("recorded")

        monkeypatch.setattr(room, "record_deliberation", refuse)
        adoption = {"status": "planned", "session_fr": "session d'octobre"}
        found = problems(tmp_path, process(cycle(adoption=adoption)))
        assert found == {"cycles[0].adoption": "recorded"}
        assert not CyclePage.objects.exists()
