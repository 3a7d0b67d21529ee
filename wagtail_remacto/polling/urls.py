from django.urls import path

from wagtail_remacto.polling import views

urlpatterns = [
    path("polls/<int:pk>/", views.poll, name="poll"),
    path("polls/<int:pk>/vote/", views.vote, name="vote"),
    path("polls/<int:pk>/results.csv", views.results_csv, name="poll_results"),
]
