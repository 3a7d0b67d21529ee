"""The portal's addresses: what has no language first, then each language's pages."""

from allauth import urls as allauth_urls
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from home import media, views
from home.feeds import NewsFeed
from home.sitemaps import PageSitemap
from search.views import search


def page_sitemap(request: HttpRequest) -> HttpResponseBase:
    return sitemap(request, {"pages": PageSitemap(request)})


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.picture, name="picture"),
    path("sitemap.xml", page_sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("search/", search, name="search"),
    path("consultations/", views.consultations, name="consultations"),
    path("programmes/", views.programmes, name="programmes"),
    path("news.atom", NewsFeed(), name="news_feed"),
    path(
        "accounts/",
        include(decorate_urlpatterns(allauth_urls.urlpatterns, never_cache)),
    ),
    # Wagtail's own sign-in to pages kept for some: a password alone, without limits.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("", include("wagtail_remacto.urls")),
    path("", include(wagtail_urls)),
)

handler400 = "home.errors.bad_request"
handler500 = "home.errors.server_error"
