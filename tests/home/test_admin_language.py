import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from home.wagtail_words import WORDS
from tests.officers import network_officer, signed_in

pytestmark = pytest.mark.django_db
REFUSED = "عذرًا، ليس لديك صلاحية للوصول إلى هذه المنطقة."


class TestARefusal:
    @pytest.fixture
    def officer(self):
        officer = network_officer()
        profile = UserProfile.get_for_user(officer)
        profile.preferred_language = "ar"
        profile.save()
        return officer

    def test_is_in_the_officer_s_language_not_the_browser_s(self, officer):
        answer = signed_in(officer).get(
            "/admin/pages/1/delete/", follow=True, headers={"accept-language": "en"}
        )
        assert REFUSED in answer.content.decode()

    def test_leaves_the_public_site_in_the_language_of_its_address(self, officer):
        html = signed_in(officer).get("/fr/search/").content.decode()
        assert '<html lang="fr"' in html


@pytest.mark.parametrize("word", WORDS)
def test_words_of_wagtail_are_said_in_arabic(word):
    with translation.override("ar"):
        # Not in French, the language of what has no translation.
        assert re.search(r"[\u0600-\u06ff]", gettext(word))
