from django.urls import path

from wagtail_remacto.journey import integrity, views

urlpatterns = [
    path(
        "contributions/<str:ref>/journey/",
        views.contribution_journey,
        name="contribution_journey",
    ),
    path("projects/<row:pk>/journey/", views.project_journey, name="project_journey"),
    path("programmes/<row:pk>/flow/", views.programme_flow, name="programme_flow"),
    path("network/", views.network_board, name="network_board"),
    path("network.csv", views.network_csv, name="network_csv"),
    path("network.xlsx", views.network_xlsx, name="network_xlsx"),
    path("answers/", views.answer_ledger, name="answer_ledger"),
    path("answers.csv", views.answer_ledger_csv, name="answer_ledger_csv"),
    path(
        "collectivites/<row:pk>/answers/",
        views.collectivite_answers,
        name="collectivite_answers",
    ),
    path(
        "programmes/<row:pk>/integrity/",
        integrity.programme_integrity,
        name="programme_integrity",
    ),
]
