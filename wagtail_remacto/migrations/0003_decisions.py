import django.core.validators
import django.db.models.deletion
import uuid
import wagtail_remacto.fields.dates
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_remacto", "0002_participation"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalysisClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("received", models.PositiveIntegerField(verbose_name="received")),
                ("answered", models.PositiveIntegerField(verbose_name="answered")),
                ("owed", models.PositiveIntegerField(verbose_name="answers owed")),
                (
                    "held",
                    models.PositiveIntegerField(verbose_name="not read by a moderator"),
                ),
                (
                    "override_words",
                    models.TextField(
                        blank=True, verbose_name="why it is closed all the same"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="language"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("reopened_words", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "closing of an analysis",
                "verbose_name_plural": "closings of analyses",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("alternate", "represented by the alternate"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        default="present",
                        max_length=10,
                        verbose_name="presence",
                    ),
                ),
                (
                    "recused",
                    models.BooleanField(
                        default=False,
                        help_text="Conflict of interest.",
                        verbose_name="takes no part",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["seat__college", "seat_id"],
            },
        ),
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "translation_key",
                    models.UUIDField(default=uuid.uuid4, editable=False),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Such as “to be confirmed”.",
                        max_length=250,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed period",
                "verbose_name_plural": "closed periods",
                "ordering": ["start", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CollegeVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("elected", "Elected members"),
                            ("civil_society", "Civil society"),
                        ],
                        max_length=20,
                        verbose_name="college",
                    ),
                ),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(default=0, verbose_name="for"),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(default=0, verbose_name="against"),
                ),
                (
                    "abstained",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="abstained"
                    ),
                ),
            ],
            options={
                "verbose_name": "vote of a college",
                "verbose_name_plural": "votes of colleges",
                "ordering": ["college"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="number"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consult", "to consult the public on a draft programme"),
                            ("validate", "to validate the programme"),
                            ("other", "something else"),
                        ],
                        default="validate",
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="subject"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "Arabic"),
                            ("zgh", "Amazigh"),
                            ("fr", "French"),
                            ("en", "English"),
                        ],
                        default="fr",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date of the meeting")),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "consensus",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody asked for a vote.",
                        verbose_name="by consensus",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "approved"), ("refused", "refused")],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="reasons")),
                (
                    "dissent",
                    models.TextField(
                        blank=True,
                        help_text="What those who disagreed asked to have written down.",
                        verbose_name="dissent",
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("rule", models.JSONField(blank=True, default=dict, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "signed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="signed off"
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a committee",
                "verbose_name_plural": "decisions of committees",
                "ordering": ["committee_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="LeadText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(editable=False)),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "common wording",
                "verbose_name_plural": "common wordings",
                "ordering": ["contribution_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Lineage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("whole", "taken up as it is"),
                            ("part", "taken up in part"),
                            ("inspired", "gave the impulse"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("words", models.TextField(verbose_name="why")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("ended_words", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "lineage",
                "verbose_name_plural": "lineages",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutcomeReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "translation_key",
                    models.UUIDField(default=uuid.uuid4, editable=False),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=1, verbose_name="order"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken_up", "taken up"),
                            ("partly", "partly taken up"),
                            ("merged", "merged with another"),
                            ("set_aside", "set aside"),
                            ("outside", "outside the council’s powers"),
                            ("done", "already done"),
                        ],
                        help_text="Offered for this outcome only; empty for all.",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "text",
                    models.TextField(
                        help_text="One or two plain sentences: why.",
                        verbose_name="what the author reads",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "reason for an outcome",
                "verbose_name_plural": "reasons for outcomes",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken_up", "taken up"),
                            ("partly", "partly taken up"),
                            ("merged", "merged with another"),
                            ("set_aside", "set aside"),
                            ("outside", "outside the council’s powers"),
                            ("done", "already done"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("texts", models.JSONField(blank=True, default=dict)),
                ("words", models.TextField(blank=True, verbose_name="reason in words")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="language"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "outcome of a contribution",
                "verbose_name_plural": "outcomes of contributions",
                "ordering": ["contribution_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("consultation", "draft for consultation"),
                            ("validation", "draft for the committee"),
                            ("adoption", "as the council has changed it"),
                        ],
                        max_length=14,
                        verbose_name="made for",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=250, verbose_name="note"),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "version of a programme",
                "verbose_name_plural": "versions of programmes",
                "ordering": ["programme_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="ProjectVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "version of a project",
                "verbose_name_plural": "versions of projects",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "the whole project"),
                            ("problem", "Problem"),
                            ("solution", "Solution"),
                            ("results", "Expected results"),
                            ("who", "Who and when"),
                            ("money", "Budget"),
                            ("indicators", "Indicators"),
                        ],
                        max_length=12,
                        verbose_name="section",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("support", "support"),
                            ("concern", "concern"),
                            ("amendment", "amendment"),
                            ("question", "question"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RemarkAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("answered", "answered, without a change"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="reason")),
                (
                    "change",
                    models.TextField(blank=True, verbose_name="what was changed"),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "answer to a remark",
                "verbose_name_plural": "answers to remarks",
                "ordering": ["remark_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken_up", "taken up"),
                            ("partly", "partly taken up"),
                            ("merged", "merged with another"),
                            ("set_aside", "set aside"),
                            ("outside", "outside the council’s powers"),
                            ("done", "already done"),
                        ],
                        max_length=12,
                        verbose_name="opinion",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "conflict",
                    models.BooleanField(
                        default=False,
                        help_text="You are close to its author, or would gain from it.",
                        verbose_name="conflict of interest",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="given"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="changed"),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["seat_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "translation_key",
                    models.UUIDField(default=uuid.uuid4, editable=False),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=1, verbose_name="order"),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "help",
                    models.TextField(
                        blank=True,
                        help_text="One plain sentence.",
                        verbose_name="how to judge it",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "review criterion",
                "verbose_name_plural": "review criteria",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "mark",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="mark",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark",
                "verbose_name_plural": "marks",
            },
        ),
        migrations.CreateModel(
            name="SessionMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "translation_key",
                    models.UUIDField(default=uuid.uuid4, editable=False),
                ),
                (
                    "collectivite_kind",
                    models.CharField(
                        choices=[
                            ("region", "Region"),
                            ("prefecture", "Prefecture"),
                            ("province", "Province"),
                            ("commune", "Commune"),
                        ],
                        max_length=12,
                        verbose_name="kind of collectivité",
                    ),
                ),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "January"),
                            (2, "February"),
                            (3, "March"),
                            (4, "April"),
                            (5, "May"),
                            (6, "June"),
                            (7, "July"),
                            (8, "August"),
                            (9, "September"),
                            (10, "October"),
                            (11, "November"),
                            (12, "December"),
                        ],
                        verbose_name="month",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        help_text="Law and article, such as “organic law 113-14, article 33”.",
                        max_length=250,
                        verbose_name="legal source",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="where it can be read"
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Unticked while somebody has yet to check it in the law.",
                        verbose_name="confirmed",
                    ),
                ),
            ],
            options={
                "verbose_name": "month of ordinary sessions",
                "verbose_name_plural": "months of ordinary sessions",
                "ordering": ["collectivite_kind", "month"],
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="deliberation",
            name="remacto_deliberation_once",
        ),
        migrations.AddField(
            model_name="collectivitepage",
            name="council_size",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many seats it has; votes are checked against it.",
                null=True,
                verbose_name="members of the council",
            ),
        ),
        migrations.AddField(
            model_name="committeepage",
            name="parity_of_colleges",
            field=models.BooleanField(
                default=False,
                help_text="Both colleges have to be present in any case.",
                verbose_name="as many seats for civil society as for elected members",
            ),
        ),
        migrations.AddField(
            model_name="committeepage",
            name="parity_of_gender",
            field=models.BooleanField(
                default=False,
                help_text="To one seat, where their number is odd.",
                verbose_name="as many women as men",
            ),
        ),
        migrations.AddField(
            model_name="committeepage",
            name="quorum",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Seats that have to attend. Empty: more than half of them.",
                null=True,
                verbose_name="quorum",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="answered_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contribution",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_ideas",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="nature",
            field=models.CharField(
                choices=[("idea", "idea"), ("remark", "remark on a draft project")],
                default="idea",
                max_length=8,
                verbose_name="nature",
            ),
        ),
        migrations.AddField(
            model_name="councilsession",
            name="month",
            field=wagtail_remacto.fields.dates.PartialDateField(
                blank=True,
                default="",
                help_text="2027-10 for the session of October 2027, whenever it sits.",
                verbose_name="month of the session",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="agenda_item",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="item of the agenda"
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="changes",
            field=models.TextField(
                blank=True,
                help_text="What the council has changed, and why.",
                verbose_name="changes",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=get_document_model_string(),
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="language",
            field=models.CharField(
                choices=[
                    ("ar", "Arabic"),
                    ("zgh", "Amazigh"),
                    ("fr", "French"),
                    ("en", "English"),
                ],
                default="fr",
                max_length=12,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="number",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="number of the deliberation"
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="reasons",
            field=models.TextField(
                blank=True,
                help_text="Why it was postponed or rejected.",
                verbose_name="reasons",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="recorded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="superseded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="wagtail_remacto.deliberation",
                verbose_name="supersedes",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="visa_date",
            field=wagtail_remacto.fields.dates.PartialDateField(
                blank=True,
                default="",
                help_text="As much as is known: 2026, 2026-11 or 2026-11-29. Empty if unknown.",
                verbose_name="date of the visa",
            ),
        ),
        migrations.AlterField(
            model_name="councilsession",
            name="sitting",
            field=wagtail_remacto.fields.dates.PartialDateField(
                blank=True,
                default="",
                help_text="The day on which the council sits, once it is known.",
                verbose_name="sitting",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["cycle", "nature", "standing", "outcome"],
                name="remacto_contribution_desk",
            ),
        ),
        migrations.AddField(
            model_name="analysisclosing",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="analysisclosing",
            name="collectivite",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="analysis_closings",
                to="wagtail_remacto.collectivitepage",
            ),
        ),
        migrations.AddField(
            model_name="analysisclosing",
            name="phase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="analysis_closings",
                to="wagtail_remacto.phasepage",
            ),
        ),
        migrations.AddField(
            model_name="analysisclosing",
            name="reopened_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="wagtail_remacto.seat",
            ),
        ),
        migrations.AddField(
            model_name="closedperiod",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="wagtail_remacto.committeepage",
                verbose_name="committee",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="wagtail_remacto.workshoppage",
                verbose_name="meeting",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="minutes_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=get_document_model_string(),
                verbose_name="minutes as a file",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="wagtail_remacto.decision",
                verbose_name="supersedes",
            ),
        ),
        migrations.AddField(
            model_name="collegevote",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="wagtail_remacto.decision",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendance",
                to="wagtail_remacto.decision",
            ),
        ),
        migrations.AddField(
            model_name="leadtext",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leadtext",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lead_texts",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="lineage",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lineage",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lineage",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="lineage",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lineage",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lineage",
                to="wagtail_remacto.projectpage",
            ),
        ),
        migrations.AddField(
            model_name="outcomereason",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddField(
            model_name="outcomerecord",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outcomerecord",
            name="collectivite",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="wagtail_remacto.collectivitepage",
            ),
        ),
        migrations.AddField(
            model_name="outcomerecord",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="outcomerecord",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_records",
                to="wagtail_remacto.contribution",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="outcomerecord",
            name="reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtail_remacto.outcomereason",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="programme_versions",
                to="wagtail_remacto.phasepage",
                verbose_name="phase",
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="wagtail_remacto.programmepage",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="wagtail_remacto.programmeversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="result",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_by_deliberations",
                to="wagtail_remacto.programmeversion",
                verbose_name="version with the changes",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliberations",
                to="wagtail_remacto.programmeversion",
                verbose_name="version",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliberation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("session", "programme"),
                name="remacto_deliberation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliberation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("result",),
                name="remacto_deliberation_result_once",
            ),
        ),
        migrations.AddField(
            model_name="projectversion",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="wagtail_remacto.projectpage",
            ),
        ),
        migrations.AddField(
            model_name="projectversion",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="projectversion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="wagtail_remacto.programmeversion",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="contribution",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remark",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remarks",
                to="wagtail_remacto.projectversion",
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remarks",
                to="wagtail_remacto.programmeversion",
            ),
        ),
        migrations.AddField(
            model_name="remarkanswer",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="remarkanswer",
            name="remark",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="wagtail_remacto.remark",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="wagtail_remacto.contribution",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="wagtail_remacto.seat",
            ),
        ),
        migrations.AddField(
            model_name="reviewcriterion",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddField(
            model_name="reviewmark",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marks",
                to="wagtail_remacto.reviewcriterion",
            ),
        ),
        migrations.AddField(
            model_name="reviewmark",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="marks",
                to="wagtail_remacto.review",
            ),
        ),
        migrations.AddField(
            model_name="sessionmonth",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisclosing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True)),
                fields=("phase",),
                name="remacto_analysis_closed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisclosing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held", 0), ("owed", 0)),
                    models.Q(("override_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="remacto_analysis_override_has_words",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="closedperiod",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="collegevote",
            constraint=models.UniqueConstraint(
                fields=("decision", "college"), name="remacto_college_vote_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("decision", "seat"), name="remacto_attendance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadtext",
            constraint=models.UniqueConstraint(
                fields=("contribution", "number"), name="remacto_lead_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("contribution", "project"),
                name="remacto_lineage_once",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="outcomereason",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="outcomerecord",
            constraint=models.UniqueConstraint(
                fields=("contribution", "number"), name="remacto_outcome_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomerecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "merged"),
                    ("merged_into__isnull", True),
                    _connector="XOR",
                ),
                name="remacto_outcome_merged_into",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.UniqueConstraint(
                fields=("programme", "number"), name="remacto_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("committee", "number"), name="remacto_decision_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "other"), ("version__isnull", False), _connector="OR"
                ),
                name="remacto_decision_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at__isnull", True),
                    models.Q(
                        ("number__isnull", False),
                        models.Q(("result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="remacto_decision_signed_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectversion",
            constraint=models.UniqueConstraint(
                fields=("version", "project"), name="remacto_project_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkanswer",
            constraint=models.UniqueConstraint(
                fields=("remark", "number"), name="remacto_remark_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "accepted"), _negated=True),
                    models.Q(("change", ""), _negated=True),
                    _connector="OR",
                ),
                name="remacto_remark_accepted_changes",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("contribution", "seat"), name="remacto_review_once"
            ),
        ),
        migrations.AlterUniqueTogether(
            name="reviewcriterion",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="reviewmark",
            constraint=models.UniqueConstraint(
                fields=("review", "criterion"), name="remacto_review_mark_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionmonth",
            constraint=models.UniqueConstraint(
                fields=("collectivite_kind", "month", "locale"),
                name="remacto_session_month",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="sessionmonth",
            unique_together={("translation_key", "locale")},
        ),
    ]
