from django.urls import path

from wagtail_remacto.committees import views

urlpatterns = [
    path("decisions/<row:pk>/", views.decision, name="decision"),
]
