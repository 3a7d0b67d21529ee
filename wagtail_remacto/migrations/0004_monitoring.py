import django.core.validators
import django.db.models.deletion
import uuid
import wagtail_remacto.fields.dates
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_remacto", "0003_decisions"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectProgress",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="wagtail_remacto.projectpage",
                    ),
                ),
                ("milestones", models.PositiveSmallIntegerField(default=0)),
                ("weight", models.PositiveIntegerField(default=0)),
                ("limited_weight", models.PositiveIntegerField(default=0)),
                ("substantial_weight", models.PositiveIntegerField(default=0)),
                ("completed_weight", models.PositiveIntegerField(default=0)),
                (
                    "completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("civil_milestones", models.PositiveSmallIntegerField(default=0)),
                ("civil_weight", models.PositiveIntegerField(default=0)),
                ("civil_limited_weight", models.PositiveIntegerField(default=0)),
                ("civil_substantial_weight", models.PositiveIntegerField(default=0)),
                ("civil_completed_weight", models.PositiveIntegerField(default=0)),
                (
                    "civil_completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("differing", models.PositiveSmallIntegerField(default=0)),
                ("updates", models.PositiveIntegerField(default=0)),
                ("updated_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "progress of a project",
                "verbose_name_plural": "progress of projects",
            },
        ),
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("contribute", "taking part in a consultation"),
                    ("register", "registering for a workshop"),
                    ("claim", "claiming an idea given on paper"),
                    ("partner", "carrying out a project as a partner"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtail_remacto.phasepage",
            ),
        ),
        migrations.CreateModel(
            name="Activity",
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
                            ("phase_opened", "a phase has opened"),
                            ("phase_closing", "a phase closes soon"),
                            ("outcome", "an idea was answered"),
                            ("remark_answer", "a remark was answered"),
                            ("translated", "an idea has shaped a project"),
                            ("consulted", "a draft programme is put to the public"),
                            ("validated", "the committee has validated the programme"),
                            ("voted", "the council has voted"),
                            ("milestones", "milestones were announced"),
                            ("update", "an update was published"),
                            ("postponed", "a milestone was postponed"),
                            ("completed", "a project is completed"),
                            ("partner", "an association has become a partner"),
                            ("note", "civil society has said how a milestone stands"),
                            (
                                "reply",
                                "the administration has replied to civil society",
                            ),
                            ("evaluated", "an evaluation was published"),
                            ("cycle_closed", "a cycle was closed"),
                            ("cycle_opened", "a cycle was opened"),
                            ("carried", "something was carried over to the next cycle"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "collectivite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="wagtail_remacto.collectivitepage",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="wagtail_remacto.cyclepage",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
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
                    "moment",
                    models.CharField(
                        choices=[("midterm", "half-way"), ("final", "final")],
                        max_length=8,
                        verbose_name="moment",
                    ),
                ),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("administration", "the administration"),
                            ("civil_society", "civil society"),
                            ("independent", "an independent body"),
                        ],
                        max_length=16,
                        verbose_name="voice",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        blank=True,
                        help_text="Who evaluates: the office, the association or the body.",
                        max_length=200,
                        verbose_name="body",
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
                (
                    "method",
                    models.TextField(
                        blank=True,
                        help_text="What was read, who was heard.",
                        verbose_name="how it was done",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="in short")),
                ("lessons", models.TextField(blank=True, verbose_name="lessons")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "signed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="signed"
                    ),
                ),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=get_document_model_string(),
                        verbose_name="document",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="wagtail_remacto.programmepage",
                        verbose_name="programme",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="wagtail_remacto.seat",
                        verbose_name="seat",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="wagtail_remacto.evaluation",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "ordering": ["programme_id", "moment", "voice", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LibraryEntry",
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
                ("words", models.TextField(verbose_name="why it is worth copying")),
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_entries",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "project worth copying",
                "verbose_name_plural": "projects worth copying",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=250, verbose_name="title"),
                ),
                (
                    "title_ar",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="title, in Arabic"
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="By what anyone will see that it is done.",
                        verbose_name="evidence wanted",
                    ),
                ),
                (
                    "evidence_ar",
                    models.TextField(
                        blank=True, verbose_name="evidence wanted, in Arabic"
                    ),
                ),
                (
                    "due",
                    wagtail_remacto.fields.dates.PartialDateField(
                        blank=True,
                        default="",
                        help_text="The last day counts: 2027-06 means until 30 June 2027.",
                        verbose_name="due",
                    ),
                ),
                ("due_last", models.DateField(editable=False)),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How much it counts in the project, beside the others.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("withdrawn_words", models.TextField(blank=True, editable=False)),
                (
                    "withdrawn_language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ar", "Arabic"),
                            ("zgh", "Amazigh"),
                            ("fr", "French"),
                            ("en", "English"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        default="not_started",
                        editable=False,
                        max_length=12,
                        verbose_name="completion",
                    ),
                ),
                ("updated_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "civil_completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="completion, says civil society",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="wagtail_remacto.projectpage",
                        verbose_name="project",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["due_last", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MonitoringNote",
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
                    "stance",
                    models.CharField(
                        choices=[
                            ("confirms", "confirms"),
                            ("doubts", "doubts"),
                            ("contradicts", "contradicts"),
                        ],
                        max_length=12,
                        verbose_name="stance",
                    ),
                ),
                (
                    "of_completion",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        max_length=12,
                        verbose_name="what the administration said",
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        max_length=12,
                        verbose_name="completion",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
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
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "key",
                    models.UUIDField(
                        blank=True, editable=False, null=True, unique=True
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitoring_notes",
                        to="wagtail_remacto.participant",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="wagtail_remacto.milestone",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitoring_notes",
                        to="wagtail_remacto.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "monitoring note",
                "verbose_name_plural": "monitoring notes",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NoteReply",
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
                ("text", models.TextField(verbose_name="reply")),
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="wagtail_remacto.monitoringnote",
                    ),
                ),
            ],
            options={
                "verbose_name": "reply to a monitoring note",
                "verbose_name_plural": "replies to monitoring notes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NoticePreference",
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
                    "own",
                    models.BooleanField(
                        default=True,
                        verbose_name="what becomes of my own contributions",
                    ),
                ),
                (
                    "followed",
                    models.BooleanField(default=True, verbose_name="what I follow"),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("daily", "once a day"), ("weekly", "once a week")],
                        default="weekly",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                ("told_upto", models.PositiveBigIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("seen_upto", models.PositiveBigIntegerField(default=0)),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_preference",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "preference about notices",
                "verbose_name_plural": "preferences about notices",
            },
        ),
        migrations.CreateModel(
            name="OfficerPreference",
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
                    "by_mail",
                    models.BooleanField(
                        default=True, verbose_name="reminders by e-mail"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("daily", "once a day"), ("weekly", "once a week")],
                        default="weekly",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remacto_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preference about reminders",
                "verbose_name_plural": "preferences about reminders",
            },
        ),
        migrations.CreateModel(
            name="Partner",
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
                    "organisation",
                    models.CharField(max_length=200, verbose_name="association"),
                ),
                (
                    "organisation_ar",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="association, in Arabic",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co_lead", "co-lead"),
                            ("support", "support"),
                            ("observer", "observer"),
                        ],
                        default="support",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "brings",
                    models.TextField(verbose_name="what the association contributes"),
                ),
                (
                    "administration_brings",
                    models.TextField(
                        blank=True, verbose_name="what the administration contributes"
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
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed by the association"),
                            ("invited", "invited by the administration"),
                            ("confirmed", "confirmed by both sides"),
                            ("declined", "declined"),
                            ("ended", "ended"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "association_confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "administration_confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("closed_words", models.TextField(blank=True, verbose_name="why")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="wagtail_remacto.participant",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="monitoringnote",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="monitoring_notes",
                to="wagtail_remacto.partner",
            ),
        ),
        migrations.CreateModel(
            name="Postponement",
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
                    "before",
                    wagtail_remacto.fields.dates.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As much as is known: 2026, 2026-11 or 2026-11-29. Empty if unknown.",
                        verbose_name="was due",
                    ),
                ),
                (
                    "after",
                    wagtail_remacto.fields.dates.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As much as is known: 2026, 2026-11 or 2026-11-29. Empty if unknown.",
                        verbose_name="is due",
                    ),
                ),
                ("words", models.TextField(verbose_name="why")),
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="wagtail_remacto.milestone",
                    ),
                ),
            ],
            options={
                "verbose_name": "postponement",
                "verbose_name_plural": "postponements",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectEvaluation",
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
                    "completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        max_length=12,
                        verbose_name="completion",
                    ),
                ),
                ("lessons", models.TextField(blank=True, verbose_name="lessons")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="wagtail_remacto.evaluation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation of a project",
                "verbose_name_plural": "evaluations of projects",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EffectMark",
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
                    "value",
                    models.CharField(
                        choices=[
                            ("transparency", "Transparency"),
                            ("accountability", "Accountability"),
                            ("participation", "Citizen participation"),
                            ("access_to_information", "Access to information"),
                            ("digitalisation", "Digitalisation"),
                            ("inclusion", "Inclusion"),
                        ],
                        max_length=24,
                        verbose_name="value",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("worsened", "worsened"),
                            ("unchanged", "unchanged"),
                            ("marginal", "marginal"),
                            ("major", "major"),
                            ("outstanding", "outstanding"),
                        ],
                        max_length=12,
                        verbose_name="effect",
                    ),
                ),
                (
                    "project_evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effects",
                        to="wagtail_remacto.projectevaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "effect",
                "verbose_name_plural": "effects",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectLead",
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
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "until",
                    models.DateTimeField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remacto_projects_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "project lead",
                "verbose_name_plural": "project leads",
            },
        ),
        migrations.CreateModel(
            name="ProjectOrigin",
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origin",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begun_from_it",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "origin of a project",
                "verbose_name_plural": "origins of projects",
            },
        ),
        migrations.CreateModel(
            name="ReminderMail",
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
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remacto_reminder_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message of reminders",
                "verbose_name_plural": "messages of reminders",
            },
        ),
        migrations.CreateModel(
            name="Update",
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
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
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
                ("on", models.DateField(verbose_name="date")),
                (
                    "completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "not started"),
                            ("limited", "limited"),
                            ("substantial", "substantial"),
                            ("completed", "completed"),
                        ],
                        max_length=12,
                        verbose_name="completion",
                    ),
                ),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "key",
                    models.UUIDField(
                        blank=True, editable=False, null=True, unique=True
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="published")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="wagtail_remacto.milestone",
                        verbose_name="milestone",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="wagtail_remacto.update",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "update",
                "verbose_name_plural": "updates",
                "ordering": ["-on", "-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="monitoringnote",
            name="of_update",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="wagtail_remacto.update",
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
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
                    "file",
                    models.FileField(
                        upload_to="remacto/attachments/%Y/%m/", verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("kind", models.CharField(max_length=8, verbose_name="kind")),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "caption",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="caption"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="wagtail_remacto.monitoringnote",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="wagtail_remacto.update",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CarryOver",
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
                    "choice",
                    models.CharField(
                        choices=[
                            ("carried", "carried over"),
                            ("left", "not carried over"),
                        ],
                        max_length=8,
                        verbose_name="choice",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="why")),
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "superseded_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_over",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_overs",
                        to="wagtail_remacto.cyclepage",
                    ),
                ),
                (
                    "new_contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_from",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "new_project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_from",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_over",
                        to="wagtail_remacto.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice about carrying over",
                "verbose_name_plural": "choices about carrying over",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("project__isnull", True),
                            ("contribution__isnull", True),
                            _connector="XOR",
                        ),
                        name="remacto_carry_over_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("project__isnull", False), ("superseded_at__isnull", True)
                        ),
                        fields=("cycle", "project"),
                        name="remacto_carry_project_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("contribution__isnull", False),
                            ("superseded_at__isnull", True),
                        ),
                        fields=("cycle", "contribution"),
                        name="remacto_carry_contribution_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
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
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="wagtail_remacto.activity",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="wagtail_remacto.contribution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "contribution"), name="remacto_concern_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CycleClosing",
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
                    "override",
                    models.TextField(
                        blank=True, verbose_name="why it is closed all the same"
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
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("reopened_words", models.TextField(blank=True, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="wagtail_remacto.cyclepage",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "closing of a cycle",
                "verbose_name_plural": "closings of cycles",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("cycle",),
                        name="remacto_cycle_closed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestMail",
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
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("after", models.PositiveBigIntegerField()),
                ("upto", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "digest",
                "verbose_name_plural": "digests",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("dropped_at__isnull", True), ("sent_at__isnull", True)
                        ),
                        fields=["id"],
                        name="remacto_digest_owed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "after"), name="remacto_digest_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("signed_at__isnull", False),
                    ("superseded_at__isnull", True),
                    models.Q(("voice", "independent"), _negated=True),
                ),
                fields=("programme", "moment", "voice"),
                name="remacto_evaluation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("project",),
                name="remacto_library_once",
            ),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(fields=["due_last"], name="remacto_milestone_due"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("administration_confirmed_at__isnull", False),
                        ("association_confirmed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="remacto_partner_confirmed_by_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "invited", "confirmed"])),
                fields=("project", "participant"),
                name="remacto_partner_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectevaluation",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "project"), name="remacto_project_evaluation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="effectmark",
            constraint=models.UniqueConstraint(
                fields=("project_evaluation", "value"), name="remacto_effect_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectlead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("project", "user"),
                name="remacto_project_lead_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindermail",
            constraint=models.UniqueConstraint(
                fields=("user", "day"), name="remacto_reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completion", ""), ("milestone__isnull", False), _connector="OR"
                ),
                name="remacto_update_completion_of_milestone",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("seat__isnull", True), ("partner__isnull", True), _connector="XOR"
                ),
                name="remacto_note_of_one_voice",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("seat__isnull", False), ("superseded_at__isnull", True)
                ),
                fields=("milestone", "seat"),
                name="remacto_note_of_seat_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("partner__isnull", False), ("superseded_at__isnull", True)
                ),
                fields=("milestone", "partner"),
                name="remacto_note_of_partner_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("update__isnull", True), ("note__isnull", True), _connector="XOR"
                ),
                name="remacto_evidence_of_one_thing",
            ),
        ),
    ]
