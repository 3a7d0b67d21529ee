from django.urls import path

from wagtail_remacto.programmes.views import files, versions

urlpatterns = [
    path(
        "programmes/<row:pk>/versions/",
        versions.programme_versions,
        name="programme_versions",
    ),
    path(
        "programmes/<row:pk>/versions/compare/",
        versions.compare_versions,
        name="compare_versions",
    ),
    path(
        "programmes/<row:pk>/versions/<row:number>/",
        versions.programme_version,
        name="programme_version",
    ),
    path(
        "programmes/<row:pk>/versions/<row:number>.json",
        files.programme_version_content,
        name="programme_version_content",
    ),
    path(
        "programmes/<row:pk>/versions/<row:number>/projects/<row:project>.json",
        files.project_version_content,
        name="project_version_content",
    ),
    path(
        "programmes/<row:pk>/versions/<row:number>/to/<row:later>/",
        versions.version_differences,
        name="version_differences",
    ),
    path(
        "programmes/<row:pk>/print/", versions.programme_print, name="programme_print"
    ),
    path(
        "programmes/<row:pk>/programme.pdf", files.programme_pdf, name="programme_pdf"
    ),
]
