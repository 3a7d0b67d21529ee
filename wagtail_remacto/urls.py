"""The package's addresses; a host includes them above Wagtail's own."""

from django.urls import include, path

from wagtail_remacto.opendata import calendars

app_name = "wagtail_remacto"

urlpatterns = [
    path("calendar/cycle-<int:pk>.ics", calendars.cycle, name="cycle_calendar"),
    path(
        "calendar/workshop-<int:pk>.ics", calendars.workshop, name="workshop_calendar"
    ),
    path("", include("wagtail_remacto.contributions.urls")),
    path("", include("wagtail_remacto.polling.urls")),
    path("", include("wagtail_remacto.workshops.urls")),
    path("", include("wagtail_remacto.people.urls")),
]
