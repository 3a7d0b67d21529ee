from django.urls import path

from wagtail_remacto.programmes.remarks import reading, writing

urlpatterns = [
    path(
        "programmes/<row:pk>/versions/<row:number>/remark/",
        writing.Write.as_view(),
        name="remark",
    ),
    path(
        "programmes/<row:pk>/versions/<row:number>/remarks/",
        reading.version_remarks,
        name="version_remarks",
    ),
    path(
        "programmes/<row:pk>/changes/",
        reading.programme_changes,
        name="programme_changes",
    ),
    path("phase/<row:pk>/remarks/", reading.phase_remarks, name="phase_remarks"),
]
