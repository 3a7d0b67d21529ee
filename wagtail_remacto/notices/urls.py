from django.urls import path

from wagtail_remacto.notices import views

urlpatterns = [
    path("my/notices/", views.my_notices, name="my_notices"),
    path("my/notices/seen/", views.notices_seen, name="notices_seen"),
    path(
        "my/notices/preferences/", views.notice_preferences, name="notice_preferences"
    ),
    path("my/notices/reminders/", views.my_reminders, name="my_reminders"),
    path(
        "notices/unsubscribe/<str:token>/",
        views.unsubscribe_notices,
        name="unsubscribe_notices",
    ),
]
