from django.urls import path

from wagtail_remacto.contributions import following
from wagtail_remacto.contributions.views import (
    claiming,
    contributing,
    discussing,
    editing,
    last_step,
    reacting,
    reading,
    reporting,
    saving,
    thanking,
)

urlpatterns = [
    path("phase/<row:pk>/contribute/", contributing.Words.as_view(), name="contribute"),
    path(
        "phase/<row:pk>/contribute/details/",
        contributing.Details.as_view(),
        name="contribute_details",
    ),
    path(
        "phase/<row:pk>/contribute/send/",
        last_step.Send.as_view(),
        name="contribute_send",
    ),
    path(
        "phase/<row:pk>/contribute/draft/", saving.save_draft, name="contribute_draft"
    ),
    path(
        "phase/<row:pk>/contribute/discard/",
        saving.discard_draft,
        name="contribute_discard",
    ),
    path(
        "contributions/sent/<str:token>/",
        thanking.contribution_sent,
        name="contribution_sent",
    ),
    path(
        "contributions/<str:ref>/edit/",
        editing.edit_contribution,
        name="edit_contribution",
    ),
    path(
        "contributions/<str:ref>/withdraw/",
        editing.withdraw_contribution,
        name="withdraw_contribution",
    ),
    path("phase/<row:pk>/contributions/", reading.contributions, name="contributions"),
    path(
        "phase/<row:pk>/contributions.csv",
        reading.contributions_csv,
        name="contributions_csv",
    ),
    path(
        "cycle/<row:pk>/contributions/",
        reading.cycle_contributions,
        name="cycle_contributions",
    ),
    path("contributions/<str:ref>/", reading.contribution, name="contribution"),
    path(
        "contributions/<str:ref>/history/",
        reading.contribution_history,
        name="contribution_history",
    ),
    path("i/<str:ref>/", claiming.slip, name="slip"),
    path("contributions/<str:ref>/claim/", claiming.claim, name="claim"),
    path("contributions/<str:ref>/claim/sent/", claiming.claim_sent, name="claim_sent"),
    path("contributions/<str:ref>/support/", reacting.support, name="support"),
    path(
        "contributions/<str:ref>/comment/",
        reacting.comment_contribution,
        name="comment_contribution",
    ),
    path("attachments/<row:pk>/", reading.attachment, name="attachment"),
    path(
        "attachments/<row:pk>/small/",
        reading.attachment,
        {"small": True},
        name="attachment_small",
    ),
    path("discussions/<row:pk>/", discussing.discussion, name="discussion"),
    path(
        "pages/<row:pk>/discussion/",
        discussing.page_discussion,
        name="page_discussion",
    ),
    path("pages/<row:pk>/comment/", reacting.comment_page, name="comment_page"),
    path("comments/<row:pk>/", discussing.comment, name="comment"),
    path(
        "comments/<row:pk>/support/", reacting.support_comment, name="support_comment"
    ),
    path(
        "comments/<row:pk>/withdraw/",
        reacting.withdraw_comment,
        name="withdraw_comment",
    ),
    path(
        "contributions/<str:ref>/follow/",
        following.follow_contribution,
        name="follow_contribution",
    ),
    path(
        "contributions/<str:ref>/following/",
        following.contribution_following,
        name="contribution_following",
    ),
    path(
        "contributions/<str:ref>/report/",
        reporting.report_contribution,
        name="report_contribution",
    ),
    path("comments/<row:pk>/report/", reporting.report_comment, name="report_comment"),
    path(
        "moderation/<row:pk>/answer/",
        reporting.answer_moderation,
        name="moderation_answer",
    ),
    path(
        "phase/<row:pk>/moderation/",
        reporting.phase_moderation,
        name="phase_moderation",
    ),
    path("pages/<row:pk>/follow/", following.follow_page, name="follow_page"),
    path("pages/<row:pk>/following/", following.page_following, name="page_following"),
]
