"""What officers may say of the whole programme beyond what everyone may."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permissions import policy_registry

from wagtail_remacto.monitoring.evaluation_forms import WholeForm
from wagtail_remacto.monitoring.models import Evaluation


class OfficersWholeForm(WholeForm):
    """With the report as a file, of the collections from which the officer may choose.

    Civil society writes without the admin, and has no documents to choose from.
    """

    document = forms.ModelChoiceField(
        queryset=None,
        required=False,
        widget=AdminDocumentChooser,
        label=gettext_lazy("The report as a file"),
        help_text=gettext_lazy("Everyone can read it once the evaluation is signed."),
    )

    @classmethod
    def of_officer(
        cls, evaluation: Evaluation, user: Any, data: Any = None
    ) -> "OfficersWholeForm":
        form: Any = cls.of(evaluation, data)
        model = get_document_model()
        policy = policy_registry.get_by_type(model)
        chosen = policy.instances_user_has_any_permission_for(user, ["choose"])
        # What a colleague of another collection has chosen stays.
        form.fields["document"].queryset = model.objects.filter(
            Q(pk__in=chosen.order_by().values("pk")) | Q(pk=evaluation.document_id)
        )
        return form  # type: ignore[no-any-return]

    def said(self, name: str, value: Any) -> str:
        if name == "document":
            found: Any = self.fields["document"]
            row = found.queryset.filter(pk=getattr(value, "pk", value)).first()
            return super().said(name, row and row.title)
        return super().said(name, value)
