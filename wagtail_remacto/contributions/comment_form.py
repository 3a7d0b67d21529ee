"""What people fill in to react."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import Stance
from wagtail_remacto.people.traps import TrappedForm


class CommentForm(TrappedForm, forms.Form):
    """A comment or a reply; the service judges the length, so that nothing is cut."""

    text = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        strip=False,
    )
    stance = forms.ChoiceField(
        label=_("You are"),
        choices=[
            (Stance.FOR, _("for")),
            (Stance.AGAINST, _("against")),
            (Stance.QUESTION, _("asking a question")),
            (Stance.REMARK, _("making a remark")),
        ],
        initial=Stance.REMARK,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and not data.get("stance"):
            data = data.copy()
            data["stance"] = Stance.REMARK
        super().__init__(data, **kwargs)
        # Not the field's own limit: a browser would cut what is pasted.
        self.most = conf.get("COMMENT_MAX_LENGTH")
        text = self.fields["text"]
        text.help_text = _("At most %(most)d characters.") % {"most": self.most}
        text.error_messages["required"] = _("Write your comment.")
