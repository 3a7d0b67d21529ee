import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_remacto", "0004_monitoring"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluations",
                to="wagtail_remacto.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("seat__isnull", True), ("partner__isnull", True), _connector="OR"
                ),
                name="remacto_evaluation_of_one_holder",
            ),
        ),
    ]
