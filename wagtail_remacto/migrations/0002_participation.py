import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import taggit.managers
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_remacto", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="phasepage",
            name="moderation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("after", "after it is published"),
                    ("before", "before it is published"),
                    ("rules", "before, if it looks like abuse; after, otherwise"),
                ],
                help_text="When a moderator reads what is written. Empty: as usual here.",
                max_length=8,
                verbose_name="moderation",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="user",
            field=models.ForeignKey(
                blank=True,
                help_text="Who answers as a member of the committee when signed in.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="remacto_seats",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="workshoppage",
            name="register_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Empty: until the meeting begins.",
                null=True,
                verbose_name="register until",
            ),
        ),
        migrations.AddField(
            model_name="workshoppage",
            name="registers",
            field=models.BooleanField(
                default=False,
                help_text="While a phase that allows it is open, until the meeting begins.",
                verbose_name="people register here",
            ),
        ),
        migrations.CreateModel(
            name="Contribution",
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
                    "reference",
                    models.CharField(
                        max_length=8, unique=True, verbose_name="reference"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(editable=False)),
                ("search_text", models.TextField(editable=False)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ar", "Arabic"),
                            ("zgh", "Amazigh"),
                            ("fr", "French"),
                            ("en", "English"),
                        ],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("online", "online"),
                            ("workshop", "workshop"),
                            ("letter", "letter"),
                            ("petition", "petition"),
                        ],
                        default="online",
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "collected_by",
                    models.CharField(
                        blank=True,
                        help_text="Who brought it in: a table, an association, a letter box.",
                        max_length=150,
                        verbose_name="collected by",
                    ),
                ),
                (
                    "external_key",
                    models.CharField(
                        blank=True,
                        help_text="What names it in the spreadsheet it was imported from.",
                        max_length=150,
                        verbose_name="key outside",
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(editable=False, null=True, unique=True),
                ),
                (
                    "author_kind",
                    models.CharField(
                        choices=[
                            ("account", "a citizen with an account"),
                            ("email", "a citizen with a confirmed e-mail address"),
                            ("association", "an association"),
                            ("group", "a group in a workshop"),
                        ],
                        max_length=12,
                        verbose_name="author",
                    ),
                ),
                (
                    "author_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="association or group"
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=150, verbose_name="place"),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        max_digits=8,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            (
                                "unconfirmed",
                                "awaits the confirmation of the e-mail address",
                            ),
                            ("held", "awaits a moderator"),
                            ("public", "public"),
                            ("hidden", "hidden by a moderator"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="standing",
                    ),
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
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "supports_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "comments_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "reports_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="sent"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "edited_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "axis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="wagtail_remacto.axis",
                        verbose_name="priority axis",
                    ),
                ),
                (
                    "collectivite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="wagtail_remacto.collectivitepage",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="wagtail_remacto.cyclepage",
                        verbose_name="cycle",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="wagtail_remacto.phasepage",
                        verbose_name="phase",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="wagtail_remacto.workshoppage",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("enter_contribution", "Can enter ideas given on paper"),
                    ("moderate_contribution", "Can moderate what citizens write"),
                    ("answer_contribution", "Can answer for the collectivité"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="wagtail_remacto.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Discussion",
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
                    "comments_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "collectivite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="wagtail_remacto.collectivitepage",
                    ),
                ),
                (
                    "contribution",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussion",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.cyclepage",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remacto_discussion",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "discussion",
                "verbose_name_plural": "discussions",
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                    "official_as",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="official as"
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("for", "for"),
                            ("against", "against"),
                            ("question", "question"),
                            ("remark", "remark"),
                        ],
                        default="remark",
                        max_length=10,
                        verbose_name="stance",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(editable=False)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ar", "Arabic"),
                            ("zgh", "Amazigh"),
                            ("fr", "French"),
                            ("en", "English"),
                        ],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            (
                                "unconfirmed",
                                "awaits the confirmation of the e-mail address",
                            ),
                            ("held", "awaits a moderator"),
                            ("public", "public"),
                            ("hidden", "hidden by a moderator"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="standing",
                    ),
                ),
                (
                    "supports_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "replies_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "reports_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="sent"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="wagtail_remacto.comment",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.phasepage",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="wagtail_remacto.discussion",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_remacto.phasepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="wagtail_remacto.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a draft",
                "verbose_name_plural": "files of drafts",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntryRow",
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
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("data", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "contribution",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_row",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.phasepage",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_rows",
                        to="wagtail_remacto.workshoppage",
                    ),
                ),
            ],
            options={
                "verbose_name": "idea on paper",
                "verbose_name_plural": "ideas on paper",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="IdeaImport",
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
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("headers", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "to be matched"),
                            ("tried", "tried"),
                            ("done", "imported"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.phasepage",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_imports",
                        to="wagtail_remacto.workshoppage",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of ideas",
                "verbose_name_plural": "imports of ideas",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ModerationReason",
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
                    "text",
                    models.TextField(
                        help_text="One or two polite sentences: why, and what can be done.",
                        verbose_name="what the author reads",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason for moderation",
                "verbose_name_plural": "reasons for moderation",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ModerationAct",
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
                    "verb",
                    models.CharField(
                        choices=[
                            ("hold", "held"),
                            ("release", "published"),
                            ("hide", "hidden"),
                            ("restore", "shown again"),
                            ("uphold", "left hidden after the author’s answer"),
                            ("keep", "kept, the reports dismissed"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            (
                                "unconfirmed",
                                "awaits the confirmation of the e-mail address",
                            ),
                            ("held", "awaits a moderator"),
                            ("public", "public"),
                            ("hidden", "hidden by a moderator"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            (
                                "unconfirmed",
                                "awaits the confirmation of the e-mail address",
                            ),
                            ("held", "awaits a moderator"),
                            ("public", "public"),
                            ("hidden", "hidden by a moderator"),
                            ("withdrawn", "withdrawn by its author"),
                        ],
                        max_length=12,
                    ),
                ),
                ("grounds", models.JSONField(blank=True, default=list)),
                (
                    "words",
                    models.TextField(blank=True, verbose_name="words to the author"),
                ),
                (
                    "automatic",
                    models.BooleanField(default=False, verbose_name="by a rule"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "answer",
                    models.TextField(blank=True, verbose_name="the author’s answer"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "collectivite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moderation",
                        to="wagtail_remacto.collectivitepage",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moderation",
                        to="wagtail_remacto.comment",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moderation",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.moderationreason",
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "moderation decision",
                "verbose_name_plural": "moderation decisions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Participant",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "account"),
                            ("email", "confirmed e-mail address"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        max_length=254,
                        null=True,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "display_name",
                    models.CharField(
                        blank=True,
                        help_text="A name of your choice, shown beside what you write.",
                        max_length=60,
                        verbose_name="name shown",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="language"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "last_seen_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remacto_participant",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
            },
        ),
        migrations.CreateModel(
            name="Follow",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "followed thing",
                "verbose_name_plural": "followed things",
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="participant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="wagtail_remacto.participant",
            ),
        ),
        migrations.CreateModel(
            name="ContributionRevision",
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
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="language"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("is_public", models.BooleanField(default=False, editable=False)),
                (
                    "axis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.axis",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "wording of a contribution",
                "verbose_name_plural": "wordings of contributions",
                "ordering": ["contribution", "number"],
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="wagtail_remacto.participant",
                verbose_name="participant",
            ),
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("contribute", "taking part in a consultation"),
                            ("register", "registering for a workshop"),
                            ("claim", "claiming an idea given on paper"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "controller",
                    models.CharField(max_length=250, verbose_name="controller"),
                ),
                ("notice", models.TextField(verbose_name="notice as shown")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("given", models.BooleanField(default=True, verbose_name="given")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "collectivite",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_remacto.collectivitepage",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentSupport",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="wagtail_remacto.comment",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment_supports",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "support of a comment",
                "verbose_name_plural": "supports of comments",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="wagtail_remacto.participant",
            ),
        ),
        migrations.CreateModel(
            name="Poll",
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
                ("question", models.CharField(max_length=250, verbose_name="question")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "multiple",
                    models.BooleanField(
                        default=False,
                        help_text="Whether one may choose more than one.",
                        verbose_name="several choices",
                    ),
                ),
                (
                    "start",
                    models.DateTimeField(blank=True, null=True, verbose_name="opens"),
                ),
                (
                    "end",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty in a phase: when the phase closes.",
                        null=True,
                        verbose_name="closes",
                    ),
                ),
                (
                    "results",
                    models.CharField(
                        choices=[
                            (
                                "after_vote",
                                "to whoever has voted, and to all once closed",
                            ),
                            ("at_close", "to all once the poll is closed"),
                        ],
                        default="after_vote",
                        max_length=12,
                        verbose_name="results are shown",
                    ),
                ),
                (
                    "published",
                    models.BooleanField(
                        default=False,
                        help_text="After the first vote, the question and the choices stay.",
                        verbose_name="published",
                    ),
                ),
                (
                    "voters_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "collectivite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="wagtail_remacto.collectivitepage",
                        verbose_name="collectivité",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown there, and open only while the phase is open.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="wagtail_remacto.phasepage",
                        verbose_name="phase",
                    ),
                ),
            ],
            options={
                "verbose_name": "poll",
                "verbose_name_plural": "polls",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Choice",
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
                    "sort_order",
                    models.PositiveSmallIntegerField(default=0, editable=False),
                ),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                ("votes_count", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "poll",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="wagtail_remacto.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["sort_order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="For the list at the door; not published.",
                        max_length=100,
                        verbose_name="name",
                    ),
                ),
                (
                    "needs",
                    models.CharField(
                        blank=True,
                        help_text="A ramp, an interpreter, someone to look after a child…",
                        max_length=300,
                        verbose_name="what would help you take part",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                "unconfirmed",
                                "awaits the confirmation of the e-mail address",
                            ),
                            ("registered", "has a place"),
                            ("waiting", "on the waiting list"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "code",
                    models.CharField(editable=False, max_length=6, verbose_name="code"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="registered"),
                ),
                (
                    "queued_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "checked_in_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="wagtail_remacto.participant",
                        verbose_name="participant",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="wagtail_remacto.workshoppage",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "insults or hatred"),
                            ("personal", "personal data of someone"),
                            ("advertising", "advertising"),
                            ("off_topic", "nothing to do with the question"),
                            ("illegal", "against the law"),
                            ("other", "something else"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="in your words"
                    ),
                ),
                (
                    "suspicion",
                    models.JSONField(blank=True, default=list, editable=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="wagtail_remacto.comment",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Support",
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="wagtail_remacto.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "support",
                "verbose_name_plural": "supports",
            },
        ),
        migrations.CreateModel(
            name="ThemedContribution",
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
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themed_items",
                        to="wagtail_remacto.contribution",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themed_contributions",
                        to="wagtail_remacto.theme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="themes",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="wagtail_remacto.ThemedContribution",
                to="wagtail_remacto.Theme",
                verbose_name="themes",
            ),
        ),
        migrations.CreateModel(
            name="Vote",
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
                ("voter", models.CharField(editable=False, max_length=64)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="wagtail_remacto.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
            },
        ),
        migrations.CreateModel(
            name="VotedChoice",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="wagtail_remacto.choice",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="wagtail_remacto.vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a vote",
                "verbose_name_plural": "marks of votes",
            },
        ),
        migrations.AddField(
            model_name="vote",
            name="choices",
            field=models.ManyToManyField(
                related_name="votes",
                through="wagtail_remacto.VotedChoice",
                to="wagtail_remacto.choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contribution__isnull", True),
                    ("page__isnull", True),
                    _connector="XOR",
                ),
                name="remacto_discussion_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrow",
            constraint=models.UniqueConstraint(
                fields=("workshop", "number"), name="remacto_entry_row_number"
            ),
        ),
        migrations.AlterUniqueTogether(
            name="moderationreason",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="moderationact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contribution__isnull", True),
                    ("comment__isnull", True),
                    _connector="XOR",
                ),
                name="remacto_moderation_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contribution__isnull", True),
                    ("page__isnull", True),
                    _connector="XOR",
                ),
                name="remacto_follow_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contribution__isnull", False)),
                fields=("participant", "contribution"),
                name="remacto_follow_contribution_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("page__isnull", False)),
                fields=("participant", "page"),
                name="remacto_follow_page_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contributionrevision",
            constraint=models.UniqueConstraint(
                fields=("contribution", "number"), name="remacto_revision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="commentsupport",
            constraint=models.UniqueConstraint(
                fields=("comment", "participant"), name="remacto_comment_support_once"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["discussion", "parent", "-created_at", "-id"],
                name="remacto_comment_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["discussion", "parent", "-supports_count", "-id"],
                name="remacto_comment_top",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="poll",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="choice",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("workshop", "participant"),
                name="remacto_registration_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("workshop", "code"), name="remacto_registration_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contribution__isnull", True),
                    ("comment__isnull", True),
                    _connector="XOR",
                ),
                name="remacto_report_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("contribution__isnull", False), ("settled_at__isnull", True)
                ),
                fields=("participant", "contribution"),
                name="remacto_report_contribution_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("comment__isnull", False), ("settled_at__isnull", True)
                ),
                fields=("participant", "comment"),
                name="remacto_report_comment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(
                fields=("contribution", "participant"), name="remacto_support_once"
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["phase", "standing", "-created_at", "-id"],
                name="remacto_contribution_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["phase", "standing", "-supports_count", "-id"],
                name="remacto_contribution_top",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["collectivite", "standing", "created_at"],
                name="remacto_contribution_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_key", ""), _negated=True),
                fields=("phase", "external_key"),
                name="remacto_contribution_external_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="votedchoice",
            constraint=models.UniqueConstraint(
                fields=("vote", "choice"), name="remacto_mark_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("poll", "voter"), name="remacto_vote_once"
            ),
        ),
    ]
