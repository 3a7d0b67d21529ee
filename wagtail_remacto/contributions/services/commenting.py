import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.conf import content_language
from wagtail_remacto.contributions.branches import governing_phase, place_of
from wagtail_remacto.contributions.counters import comment_moved
from wagtail_remacto.contributions.errors import NoDiscussion, NotShown, NotYours
from wagtail_remacto.contributions.models import (
    Comment,
    CommentSupport,
    Contribution,
    Discussion,
    Stance,
    Standing,
)
from wagtail_remacto.contributions.official import voice_of
from wagtail_remacto.contributions.services.standing import decide, record_hold
from wagtail_remacto.contributions.text import clean, guess_language, render
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant


def discussion_of(target: Contribution | Page) -> Discussion:
    """The discussion of a contribution or of a page, made if there is none.

    Of a page it is the canonical one's, so that every language shows the same.
    Raises ``NoDiscussion`` for a page that is not discussed.
    """
    if isinstance(target, Contribution):
        found, _made = Discussion.objects.get_or_create(
            contribution=target,
            defaults={"cycle": target.cycle, "collectivite": target.collectivite},
        )
        return found
    page = target.specific.canonical
    known = Discussion.objects.filter(page=page).first()
    if known is not None:
        return known
    governing_phase(page, timezone.now())
    where = place_of(page)
    found, _made = Discussion.objects.get_or_create(
        page=page,
        defaults={"cycle": where.cycle, "collectivite": where.collectivite},
    )
    return found


@transaction.atomic
def comment(
    *,
    discussion: Discussion,
    author: Participant,
    text: str,
    stance: str = Stance.REMARK,
    parent: Comment | None = None,
    language: str = "",
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Comment:
    """A reply in a discussion, or to one of its comments.

    A reply to a reply stands beside it: there are two levels. What an officer of the
    collectivité or a member of its committee writes is marked as official. Raises
    ``gate.Refused``, ``NotShown``, ``NoDiscussion``, ``ValidationError``.
    """
    now = now or timezone.now()
    phase = _phase(discussion, now)
    gate.require(author, Action.COMMENT, phase, now, sender=sender)
    if discussion.contribution is not None and not discussion.contribution.is_public:
        raise NotShown
    if parent is not None:
        if parent.discussion_id != discussion.pk:
            raise NoDiscussion
        if parent.standing != Standing.PUBLIC:
            raise NotShown
        parent = parent.parent or parent
    text = _text(text)
    written = Comment(
        discussion=discussion,
        phase=phase,
        parent=parent,
        author=author,
        official_as=voice_of(author.account, discussion),
        stance=Stance(stance),
        text=text,
        html=render(text),
        language=language or guess_language(text, content_language()),
    )
    grounds: list[str] = []
    if not written.official_as:
        written.standing, grounds = decide(phase, text, author, suspicion)
    written.save()
    comment_moved(written, "", written.standing)
    if grounds:
        record_hold(written, Standing.UNCONFIRMED, grounds)
    return written


@transaction.atomic
def withdraw_comment(
    *, comment: Comment, author: Participant, now: dt.datetime | None = None
) -> Comment:
    """Taken back by its author; a tombstone stays, and so do the replies."""
    # In the order of every other service, so that nobody waits in a circle.
    gate.lock(comment.phase)
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.author_id != author.pk:
        raise NotYours
    if comment.standing in (Standing.WITHDRAWN, Standing.HIDDEN):
        return comment
    before = comment.standing
    comment.standing = Standing.WITHDRAWN
    comment.withdrawn_at = now or timezone.now()
    comment.save(update_fields=["standing", "withdrawn_at"])
    comment_moved(comment, before, comment.standing)
    return comment


@transaction.atomic
def support_comment(
    *,
    comment: Comment,
    participant: Participant,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> CommentSupport:
    """Back a comment; a second time changes nothing.

    Raises ``gate.Refused``, ``NotShown``.
    """
    phase = gate.lock(comment.phase)
    gate.require(
        participant,
        Action.COMMENT,
        phase,
        now,
        sender=sender,
        counted_as=Action.SUPPORT,
    )
    comment.refresh_from_db(fields=["standing"])
    if comment.standing != Standing.PUBLIC:
        raise NotShown
    given, made = CommentSupport.objects.get_or_create(
        comment=comment, participant=participant
    )
    if made:
        Comment.objects.filter(pk=comment.pk).update(
            supports_count=F("supports_count") + 1
        )
    return given


@transaction.atomic
def undo_comment_support(
    *,
    comment: Comment,
    participant: Participant,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> bool:
    """Take it back while the phase is open; whether there was one."""
    phase = gate.lock(comment.phase)
    gate.require(
        participant,
        Action.COMMENT,
        phase,
        now,
        sender=sender,
        counted_as=Action.SUPPORT,
        even_closed=True,
    )
    deleted, _by_model = CommentSupport.objects.filter(
        comment=comment, participant=participant
    ).delete()
    if deleted:
        Comment.objects.filter(pk=comment.pk).update(
            supports_count=F("supports_count") - 1
        )
    return bool(deleted)


def _phase(discussion: Discussion, now: dt.datetime) -> PhasePage:
    """The phase that governs the discussion now, locked."""
    target = discussion.contribution or discussion.page
    phase = governing_phase(target, now)
    if phase is None:
        raise NoDiscussion
    return gate.lock(phase)


def _text(text: str) -> str:
    text = clean(text)
    most = conf.get("COMMENT_MAX_LENGTH")
    if not text:
        raise ValidationError({"text": _("Write your comment.")})
    if len(text) > most:
        raise ValidationError(
            {
                "text": _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(text), "most": most}
            }
        )
    return text
