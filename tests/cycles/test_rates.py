"""How often somebody may act, and who somebody is."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.cache.backends.dummy import DummyCache
from django.test import RequestFactory

from wagtail_remacto.cycles import rates
from wagtail_remacto.cycles.rates import Sender, exceeded, network, sender_of


class SilentCache(DummyCache):
    """Keeps nothing and says so, as some do when their server is away."""

    def add(self, *args, **kwargs):
        return False


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def low_rates(settings):
    settings.WAGTAIL_REMACTO_RATES = {"comment": ("2/h", "4/h"), "claim": (None, "1/m")}


def request(address="203.0.113.9", forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


class TestSender:
    def test_is_the_account_and_the_address(self):
        assert sender_of(request(), 7) == Sender("7", "203.0.113.9")
        assert sender_of(request()) == Sender("", "203.0.113.9")

    def test_believes_no_header_unless_a_proxy_is_trusted(self):
        assert sender_of(request(forwarded="192.0.2.1")).address == "203.0.113.9"

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (1, "192.0.2.1", "192.0.2.1"),
            (1, "10.0.0.1, 192.0.2.1", "192.0.2.1"),
            (2, "10.0.0.1, 192.0.2.1, 198.51.100.7", "192.0.2.1"),
            (1, "192.0.2.1:4711", "192.0.2.1"),
            (1, "[2001:db8::1]:443", "2001:db8::1"),
            (1, "2001:DB8:0::1", "2001:db8::1"),
            (1, "::ffff:192.0.2.1", "192.0.2.1"),
            (1, "unknown", "203.0.113.9"),
            (1, "", "203.0.113.9"),
            (1, "192.0.2.1,", "203.0.113.9"),
            (3, "192.0.2.1, 198.51.100.7", "203.0.113.9"),
            (1, None, "203.0.113.9"),
        ],
    )
    def test_reads_what_the_trusted_proxy_saw(
        self, settings, proxies, forwarded, address
    ):
        settings.WAGTAIL_REMACTO_TRUSTED_PROXIES = proxies
        assert sender_of(request(forwarded=forwarded)).address == address

    def test_behind_a_socket_has_no_address(self):
        assert sender_of(request(address="")).address == ""


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1/32"),
        ("::ffff:192.0.2.1", "192.0.2.1/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("localhost", ""),
    ],
)
def test_a_household_counts_as_one_network(address, counted):
    assert network(address) == counted


class TestExceeded:
    def test_says_how_long_an_account_has_to_wait(self):
        sender = Sender("1", "")
        assert [exceeded("comment", sender) for _time in range(2)] == [None, None]
        wait = exceeded("comment", sender)
        assert dt.timedelta(0) < wait <= dt.timedelta(hours=1)

    def test_counts_each_account_and_each_action_for_itself(self):
        for _time in range(2):
            exceeded("comment", Sender("1", ""))
        assert exceeded("comment", Sender("2", "")) is None
        assert exceeded("claim", Sender("1", "")) is None

    def test_counts_an_address_that_many_share(self):
        for account in range(4):
            assert exceeded("comment", Sender(str(account), "192.0.2.1")) is None
        assert exceeded("comment", Sender("9", "192.0.2.1")) is not None
        assert exceeded("comment", Sender("9", "192.0.2.2")) is None

    def test_one_who_may_no_longer_locks_nobody_else_out(self):
        for _time in range(50):
            exceeded("comment", Sender("1", "192.0.2.1"))
        assert exceeded("comment", Sender("2", "192.0.2.1")) is None

    def test_addresses_of_one_household_are_one(self):
        assert exceeded("claim", Sender("", "2001:db8::1")) is None
        assert exceeded("claim", Sender("", "2001:db8::2")) is not None
        assert exceeded("claim", Sender("", "2001:db8:0:1::1")) is None

    def test_nobody_in_particular_is_not_counted(self):
        assert all(exceeded("claim", Sender()) is None for _time in range(5))

    def test_a_rate_that_the_host_does_not_name_is_the_package_s(self):
        sender = Sender("1", "")
        waits = [exceeded("contribute", sender) for _time in range(11)]
        assert waits[:10] == [None] * 10
        assert waits[10] is not None

    def test_an_action_without_a_rate_is_free(self):
        assert exceeded("read", Sender("1", "192.0.2.1")) is None

    def test_no_rate_at_all_is_refused_to_everybody(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"comment": ("0/h", None)}
        assert exceeded("comment", Sender("1", "")) is not None


class TestBrokenCache:
    sender = Sender("1", "192.0.2.1")

    def test_that_raises_holds_nobody_back_and_is_logged(self, monkeypatch, caplog):
        def broken(*args, **kwargs):
            raise ConnectionError("no cache")

        monkeypatch.setattr(rates, "get_usage", broken)
        assert [exceeded("claim", self.sender) for _time in range(3)] == [None] * 3
        assert "nobody is held back" in caplog.text

    def test_that_counts_nothing_holds_nobody_back_and_is_logged(
        self, settings, caplog
    ):
        settings.CACHES = {
            "default": {"BACKEND": "tests.cycles.test_rates.SilentCache"}
        }
        assert [exceeded("claim", self.sender) for _time in range(3)] == [None] * 3
        assert "nobody is held back" in caplog.text
