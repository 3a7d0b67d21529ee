"""Two participants who are one person: what they want, and what they are owed."""

from django.utils import timezone

from wagtail_remacto.notices import audience
from wagtail_remacto.notices.audience import Window
from wagtail_remacto.notices.models import DigestMail, NoticePreference
from wagtail_remacto.people import merging
from wagtail_remacto.people.models import Participant


@merging.register_before
def owe(gone: Participant, kept: Participant) -> None:
    """What is new for the one who was told less far is owed, before the marks are one.

    The later mark holds for both afterwards, and nothing below it is looked at again.
    """
    marks = {
        person: NoticePreference.objects.filter(participant=person).first()
        or NoticePreference(participant=person)
        for person in (gone, kept)
    }
    behind, ahead = sorted(marks.values(), key=lambda each: each.told_upto)
    window = Window(
        behind.participant_id,
        behind.told_upto,
        ahead.told_upto,
        behind.own,
        behind.followed,
    )
    if audience.news([window]):
        DigestMail.objects.get_or_create(
            participant_id=window.participant,
            after=window.after,
            defaults={"upto": window.upto, "made_at": timezone.now()},
        )


@merging.register
def one_person(gone: Participant, kept: Participant) -> None:
    """What they said last is not known: whoever wanted none under either gets none.

    Nobody is told twice: the later mark holds.
    """
    theirs = NoticePreference.objects.filter(participant=gone).first()
    own = NoticePreference.objects.filter(participant=kept).first()
    if theirs is not None and own is None:
        NoticePreference.objects.filter(pk=theirs.pk).update(participant=kept)
    elif theirs is not None and own is not None:
        NoticePreference.objects.filter(pk=own.pk).update(
            own=own.own and theirs.own,
            followed=own.followed and theirs.followed,
            told_upto=max(own.told_upto, theirs.told_upto),
            seen_upto=max(own.seen_upto, theirs.seen_upto),
            told_at=max(filter(None, (own.told_at, theirs.told_at)), default=None),
        )
        theirs.delete()
    had = DigestMail.objects.filter(participant=kept).values("after")
    digests = DigestMail.objects.filter(participant=gone)
    # What is owed to both from the same point on is one message.
    digests.filter(after__in=had).delete()
    digests.update(participant=kept)
