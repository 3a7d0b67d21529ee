"""The package's addresses; a host includes them above Wagtail's own."""

from django.urls import include, path, register_converter

from wagtail_remacto.collectivites.addresses import RowConverter
from wagtail_remacto.opendata import calendars

register_converter(RowConverter, "row")

app_name = "wagtail_remacto"

urlpatterns = [
    path("calendar/cycle-<row:pk>.ics", calendars.cycle, name="cycle_calendar"),
    path(
        "calendar/workshop-<row:pk>.ics", calendars.workshop, name="workshop_calendar"
    ),
    path("", include("wagtail_remacto.contributions.urls")),
    path("", include("wagtail_remacto.polling.urls")),
    path("", include("wagtail_remacto.workshops.urls")),
    path("", include("wagtail_remacto.people.urls")),
    path("", include("wagtail_remacto.committees.urls")),
    path("", include("wagtail_remacto.programmes.urls")),
    path("", include("wagtail_remacto.programmes.remarks.urls")),
    path("", include("wagtail_remacto.monitoring.urls")),
    path("", include("wagtail_remacto.journey.urls")),
    path("", include("wagtail_remacto.notices.urls")),
]
