from django.urls import path

from wagtail_remacto.workshops import views

urlpatterns = [
    path("workshops/<row:pk>/register/", views.register, name="register"),
    path(
        "workshops/<row:pk>/register/sent/", views.register_sent, name="register_sent"
    ),
    path("registrations/<str:token>/", views.registration, name="registration"),
]
