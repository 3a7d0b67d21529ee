import pytest
from django.http import HttpResponse

from home.csp import PortalCSPMiddleware


@pytest.fixture
def policy(rf):
    def of(path):
        middleware = PortalCSPMiddleware(lambda request: HttpResponse())
        return middleware(rf.get(path))["Content-Security-Policy"]

    return of


class TestPolicy:
    @pytest.mark.parametrize(
        "path", ["/", "/fr/", "/ar/recherche/", "/administration/"]
    )
    def test_lets_the_public_site_load_its_own_files_only(self, policy, path):
        assert "default-src 'self'" in policy(path)
        assert "unsafe" not in policy(path)
        assert "http" not in policy(path)

    def test_lets_the_editor_write_styles_and_scripts_into_its_pages(self, policy):
        assert "script-src 'self' 'unsafe-inline'" in policy("/admin/pages/3/edit/")

    @pytest.mark.parametrize("path", ["/fr/", "/admin/"])
    def test_lets_no_other_site_frame_the_portal(self, policy, path):
        assert "frame-ancestors 'self'" in policy(path)
