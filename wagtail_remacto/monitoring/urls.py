from django.urls import path

from wagtail_remacto.monitoring.views import (
    evaluating,
    evaluations,
    evidence,
    milestones,
    noting,
    partnering,
    progress,
    successions,
    updating,
)

urlpatterns = [
    path(
        "projects/<row:pk>/update/",
        updating.PublishUpdate.as_view(),
        name="publish_update",
    ),
    path(
        "projects/<row:pk>/updates/<row:update>/",
        evidence.project_update,
        name="project_update",
    ),
    path("evidence/<row:pk>/", evidence.evidence, name="evidence"),
    path(
        "evidence/<row:pk>/small/",
        evidence.evidence,
        {"small": True},
        name="evidence_small",
    ),
    path(
        "milestones/<row:pk>/postpone/",
        updating.PostponeMilestone.as_view(),
        name="postpone_milestone",
    ),
    path(
        "collectivites/<row:pk>/cycles/",
        successions.compare_cycles,
        name="compare_cycles",
    ),
    path("library/", successions.project_library, name="project_library"),
    path(
        "projects/<row:pk>/progress/",
        progress.project_progress,
        name="project_progress",
    ),
    path(
        "programmes/<row:pk>/progress/",
        progress.programme_progress,
        name="programme_progress",
    ),
    path("milestones/<row:pk>/", milestones.milestone, name="milestone"),
    path("milestones/<row:pk>/note/", noting.Note.as_view(), name="monitor"),
    path(
        "projects/<row:pk>/partner/",
        partnering.Offer.as_view(),
        name="offer_partnership",
    ),
    path(
        "partnerships/<row:pk>/", partnering.Partnership.as_view(), name="partnership"
    ),
    path(
        "programmes/<row:pk>/evaluations/",
        evaluations.programme_evaluations,
        name="programme_evaluations",
    ),
    path(
        "programmes/<row:pk>/evaluate/",
        evaluating.Evaluate.as_view(),
        name="evaluate",
    ),
    path("evaluations/<row:pk>/", evaluations.evaluation, name="evaluation"),
]
