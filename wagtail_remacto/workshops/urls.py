from django.urls import path

from wagtail_remacto.workshops import views

urlpatterns = [
    path("workshops/<int:pk>/register/", views.register, name="register"),
    path(
        "workshops/<int:pk>/register/sent/", views.register_sent, name="register_sent"
    ),
    path("registrations/<str:token>/", views.registration, name="registration"),
]
