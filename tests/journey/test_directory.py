import pytest
from django.utils.translation import override

from tests.factories import (
    CollectiviteFactory,
    CouncilSessionFactory,
    CycleFactory,
    DeliberationFactory,
    DirectoryFactory,
    PhaseFactory,
    ProgrammeFactory,
    moment,
    translate,
)
from wagtail_remacto.journey.directory import Directory, Standing

pytestmark = pytest.mark.django_db

TETOUAN, FES, ORIENTAL = "01.571.01.11", "03.231.01.0", "02"


@pytest.fixture
def directory():
    page = DirectoryFactory()
    for code, wave in ((TETOUAN, 1), (FES, 1), (ORIENTAL, 2)):
        CollectiviteFactory(parent=page, hcp_code=code, wave=wave)
    return page


def titles(page, **data):
    return [each.title for each in Directory(page, data).pages]


class TestFilters:
    def test_without_filters_all_are_listed_by_name(self, directory):
        assert titles(directory) == ["Fès", "Oriental", "Tétouan"]

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ({"kind": "region"}, ["Oriental"]),
            ({"region": "03"}, ["Fès"]),
            ({"wave": "1"}, ["Fès", "Tétouan"]),
            ({"wave": "1", "region": "01"}, ["Tétouan"]),
            ({"kind": "nonsense"}, []),
            ({"wave": "many"}, ["Fès", "Oriental", "Tétouan"]),
        ],
    )
    def test_each_filter_is_in_the_address(self, directory, data, expected):
        assert titles(directory, **data) == expected

    @pytest.mark.parametrize("q", ["tetouan", "TÉTOU", "تطوان", "تِطْوان"])
    def test_a_name_is_found_in_any_script_without_accents(self, directory, q):
        assert titles(directory, q=q) == ["Tétouan"]

    def test_an_address_keeps_the_other_filters(self, directory):
        state = Directory(directory, {"wave": "1", "view": "map"})
        assert state.address(region="03") == "?wave=1&region=03&view=map" or set(
            state.address(region="03")[1:].split("&")
        ) == {"wave=1", "region=03", "view=map"}


class TestStanding:
    def test_says_where_each_stands(self, directory):
        tetouan, fes, oriental = (
            type(directory)
            .objects.get(pk=directory.pk)
            .get_children()
            .specific()
            .order_by("pk")
        )
        PhaseFactory(
            parent=CycleFactory(parent=tetouan), actions=["contribute"], end=moment(1)
        )
        programme = ProgrammeFactory(parent=CycleFactory(parent=fes))
        DeliberationFactory(
            programme=programme, session=CouncilSessionFactory(collectivite=fes)
        )
        found = {page.title: page.standing for page in Directory(directory, {}).pages}
        assert found == {
            "Tétouan": Standing.OPEN,
            "Fès": Standing.ADOPTED,
            "Oriental": Standing.MEMBER,
        }
        assert titles(directory, standing="adopted") == ["Fès"]

    def test_what_has_not_begun_is_not_open(self, directory):
        page = directory.get_children().specific().first()
        PhaseFactory(
            parent=CycleFactory(parent=page),
            start=moment(1),
            end=moment(2),
            actions=["contribute"],
        )
        assert titles(directory, standing="open") == []


class TestPages:
    def test_goes_on_by_key(self, directory, settings):
        settings.WAGTAIL_REMACTO_DIRECTORY_PAGE_SIZE = 2
        first = Directory(directory, {})
        assert [p.title for p in first.pages] == ["Fès", "Oriental"]
        last = first.pages[-1]
        second = Directory(directory, {"after": f"{last.title}:{last.pk}"})
        assert [p.title for p in second.pages] == ["Tétouan"]
        assert second.next_address == ""

    def test_each_language_lists_the_same_collectivites(self, directory):
        tetouan = directory.get_children().specific().first()
        arabic = translate(tetouan, "ar", title="تطوان").get_parent().specific
        with override("ar"):
            assert set(titles(arabic)) == {"تطوان", "Fès", "Oriental"}

    def test_nonsense_in_the_address_is_not_an_error(self, directory):
        assert len(titles(directory, after="::x")) == 3
