"""The addresses of these screens, for ``wagtail_hooks``."""

from django.urls import URLPattern, path

from wagtail_remacto.programmes.desk.versions import VersionsView
from wagtail_remacto.programmes.desk.views import (
    ProjectsView,
    SourcesView,
    TranslateView,
)


def desk_urls() -> list[URLPattern]:
    at = "committee-desk/<int:cycle>/"
    return [
        path(f"{at}translate/", TranslateView.as_view(), name="remacto_desk_translate"),
        path(f"{at}projects/", ProjectsView.as_view(), name="remacto_desk_projects"),
        path(
            f"{at}projects/<int:pk>/",
            SourcesView.as_view(),
            name="remacto_desk_sources",
        ),
        path(f"{at}versions/", VersionsView.as_view(), name="remacto_desk_versions"),
    ]
