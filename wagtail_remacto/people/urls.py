from django.urls import path

from wagtail_remacto.people import views

urlpatterns = [
    path("my/", views.my_space, name="my_space"),
    path("my/profile/", views.my_profile, name="my_profile"),
    path("my/link/", views.my_link, name="my_link"),
    path("my/export/", views.my_export, name="my_export"),
    path("my/erase/", views.my_erase, name="my_erase"),
    path("my/sign-out/", views.my_sign_out, name="my_sign_out"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
]
