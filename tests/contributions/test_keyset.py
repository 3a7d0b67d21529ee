"""Lists paged by key: every row once, in either direction, whatever is added."""

import base64
import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model
from django.db.models import F
from django.db.models.functions import Length
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wagtail_remacto.contributions.keyset import BadKey, Keyset

User = get_user_model()
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

ORDERINGS = st.sampled_from(
    [
        ("-date_joined", "-pk"),
        ("date_joined", "pk"),
        ("-date_joined", "pk"),
        ("-length", "date_joined", "-pk"),
        ("length",),
        ("-pk",),
    ]
)


def people():
    return User.objects.annotate(length=Length("username"))


def plant(moments):
    """One person for each moment (in microseconds); names of differing lengths."""
    User.objects.all().delete()
    User.objects.bulk_create(
        User(
            username=f"{number}".zfill(2 + number % 3),
            date_joined=START + dt.timedelta(microseconds=moment),
        )
        for number, moment in enumerate(moments)
    )


def walk(keyset, rows):
    """All pages from the first to the last."""
    pages = [keyset.page(rows)]
    while pages[-1].next:
        pages.append(keyset.page(rows, after=pages[-1].next))
    return pages


@pytest.mark.django_db
class TestWalking:
    @given(st.lists(st.integers(0, 4), max_size=25), ORDERINGS, st.integers(1, 6))
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_every_row_comes_once_and_back_again(self, moments, ordering, size):
        plant(moments)
        keyset = Keyset(ordering=ordering, size=size)
        pages = walk(keyset, people())
        found = [person.pk for page in pages for person in page]
        assert sorted(found) == sorted(people().values_list("pk", flat=True))
        stable = ordering if "pk" in ordering[-1] else (*ordering, "pk")
        assert found == list(people().order_by(*stable).values_list("pk", flat=True))
        assert not pages[0].previous
        assert all(len(page) == size for page in pages[:-1])
        back = [pages[-1]]
        while back[-1].previous:
            back.append(keyset.page(people(), before=back[-1].previous))
        assert [page.items for page in reversed(back)] == [p.items for p in pages]

    def test_what_is_added_meanwhile_shifts_nothing(self):
        plant(range(10))
        keyset = Keyset(ordering=("-date_joined", "-pk"), size=4)
        first = keyset.page(people())
        User.objects.create(username="new", date_joined=START + dt.timedelta(days=1))
        User.objects.filter(pk=first.items[-1].pk).delete()
        second = keyset.page(people(), after=first.next)
        assert [person.username for person in second] == ["0005", "004", "03", "0002"]

    def test_a_page_costs_one_query(self, django_assert_num_queries):
        plant(range(10))
        keyset = Keyset(ordering=("-date_joined",), size=3)
        with django_assert_num_queries(1):
            page = keyset.page(people())
        with django_assert_num_queries(1):
            keyset.page(people(), after=page.next)

    def test_an_empty_list_has_one_empty_page(self):
        page = Keyset(ordering=("-date_joined",)).page(User.objects.none())
        assert (page.items, page.next, page.previous) == ([], "", "")

    def test_columns_of_related_rows_and_ready_names(self):
        plant([3, 1, 2])
        rows = people().annotate(joined=F("date_joined"))
        keyset = Keyset(ordering=("joined",), size=2)
        assert [person.username for person in walk(keyset, rows)[1]] == ["00"]

    def test_the_key_is_short_and_fits_an_address(self):
        plant(range(3))
        key = Keyset(ordering=("-date_joined",), size=1).page(people()).next
        assert len(key) < 80
        assert set(key) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        )


def forged(*values) -> str:
    raw = json.dumps(values).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.django_db
class TestBadKeys:
    keyset = Keyset(ordering=("-date_joined", "-pk"), size=2)

    @given(
        st.text(max_size=60)
        | st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    )
    @settings(
        deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_a_made_up_key_is_refused(self, key):
        if key:
            with pytest.raises(BadKey):
                self.keyset.page(User.objects.all(), after=key)

    @pytest.mark.parametrize(
        "values",
        [
            ("2026-01-01T00:00:00+00:00",),
            ("2026-01-01T00:00:00", 1),
            ("0001-01-01T00:00:00+14:00", 1),
            ("9999-12-31T23:59:59-14:00", 1),
            ("2026-01-01T00:00:00+00:00", "1; DROP TABLE"),
            ("2026-01-01T00:00:00+00:00", 2**63),
            ("2026-01-01T00:00:00+00:00", 1e400),
            ("2026-01-01T00:00:00+00:00", True),
            ("2026-01-01T00:00:00+00:00", None),
            ("2026-01-01T00:00:00+00:00", [1]),
            (20260101, 1),
            ("", ""),
        ],
    )
    def test_values_of_a_wrong_type_are_refused(self, values):
        with pytest.raises(BadKey):
            self.keyset.page(
                User.objects.all(), before=forged(self.keyset._order_name, *values)
            )

    def test_a_key_of_another_order_is_refused(self):
        plant(range(5))
        key = Keyset(ordering=("date_joined", "pk"), size=2).page(people()).next
        with pytest.raises(BadKey, match=r"\w"):
            self.keyset.page(people(), after=key)
