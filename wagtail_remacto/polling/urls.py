from django.urls import path

from wagtail_remacto.polling import views

urlpatterns = [
    path("polls/<row:pk>/", views.poll, name="poll"),
    path("polls/<row:pk>/vote/", views.vote, name="vote"),
    path("polls/<row:pk>/results.csv", views.results_csv, name="poll_results"),
]
