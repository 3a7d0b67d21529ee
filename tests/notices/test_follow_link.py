"""Whatever can be followed says so, and its page stays free of cookies."""

import re

import pytest

from tests.officers import TETOUAN, commune_with_everything, directory_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("of", ["cycle", "page", "programme", "project"])
@pytest.mark.parametrize("tree", ["pages", "pages_ar"])
def test_page_links_to_where_it_is_followed(client, of, tree):
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    page = getattr(commune, tree)[of]
    response = client.get(page.url)
    html = response.content.decode()
    found = re.search(rf'href="([^"]*/pages/{page.pk}/following/)"', html)

    assert found
    assert not response.cookies
    assert client.get(found.group(1)).status_code == 200
