"""A discussion as it is read: two levels, twenty at a time, tombstones in place."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.contributions.keyset import BadKey, Keyset, KeysetPage
from wagtail_remacto.contributions.models import (
    Comment,
    CommentSupport,
    Discussion,
    Standing,
)
from wagtail_remacto.contributions.models.standing import TOMBSTONES
from wagtail_remacto.contributions.official import Voice
from wagtail_remacto.contributions.queries import is_author, tombstones
from wagtail_remacto.people.models import Participant

# So many replies stand below a comment; its own page has them all.
FIRST_REPLIES = 3


class Sort(models.TextChoices):
    NEWEST = "newest", _("newest first")
    OLDEST = "oldest", _("oldest first")
    SUPPORTED = "supported", _("most supported first")


ORDERINGS = {
    Sort.NEWEST: ("-created_at", "-pk"),
    Sort.OLDEST: ("created_at", "pk"),
    Sort.SUPPORTED: ("-supports_count", "-pk"),
}


class Thread:
    """One state of a discussion, or of the replies to one of its comments.

    At most five queries, however many comments there are.
    """

    def __init__(
        self,
        discussion: Discussion | None,
        reader: Any,
        data: Mapping[str, str] | None = None,
        *,
        below: Comment | None = None,
    ) -> None:
        data = data or {}
        self.discussion = discussion
        self.reader = reader if isinstance(reader, Participant) else None
        self.below = below
        wanted = data.get("sort", "")
        usual = Sort.OLDEST if below else Sort.NEWEST
        self.usual = usual
        self.sort = Sort(wanted) if wanted in Sort else usual
        self.after, self.before = data.get("after", ""), data.get("before", "")
        self.no_such_page = ""

    @property
    def count(self) -> int:
        """The public comments, replies included."""
        if self.below is not None:
            return self.below.replies_count
        return self.discussion.comments_count if self.discussion else 0

    @property
    def sorts(self) -> list[tuple[Sort, str]]:
        """Each order and its address."""
        return [(sort, self._address(sort=sort.value)) for sort in Sort]

    def _address(self, **changes: str) -> str:
        state = {"sort": self.sort.value, **changes}
        if state["sort"] == self.usual:
            del state["sort"]
        return f"?{urlencode(state)}" if state else "?"

    @cached_property
    def page(self) -> KeysetPage:
        if self.discussion is None:
            return KeysetPage([])
        rows = self._readable.filter(discussion=self.discussion, parent=self.below)
        keyset = Keyset(ORDERINGS[self.sort], conf.get("LIST_SIZE"))
        try:
            found = keyset.page(rows, after=self.after, before=self.before)
        except BadKey as error:
            self.no_such_page = str(error)
            found = keyset.page(rows)
        replies = [] if self.below else self._first_replies(found.items)
        self.dress([*found.items, *replies])
        for comment in found.items:
            comment.shown_replies = [r for r in replies if r.parent_id == comment.pk]
        return found

    @property
    def next_address(self) -> str:
        return self._address(after=self.page.next) if self.page.next else ""

    @property
    def previous_address(self) -> str:
        key = self.page.previous
        return self._address(before=key) if key else ""

    @property
    def _readable(self) -> "QuerySet[Comment]":
        """What is public or a tombstone, and one's own that waits for a moderator."""
        shown = Q(standing__in=[Standing.PUBLIC, *TOMBSTONES])
        # What waits keeps the place of the replies that it has.
        shown |= Q(standing=Standing.HELD, replies_count__gt=0)
        if self.reader is not None:
            shown |= Q(standing=Standing.HELD, author=self.reader)
        return Comment.objects.filter(shown).select_related("author")

    def _first_replies(self, comments: list[Comment]) -> list[Comment]:
        parents = [comment.pk for comment in comments]
        if not parents:
            return []
        place = Window(
            RowNumber(),
            partition_by=F("parent_id"),
            order_by=[F("created_at").asc(), F("pk").asc()],
        )
        replies = self._readable.filter(parent__in=parents).annotate(place=place)
        return list(
            replies.filter(place__lte=FIRST_REPLIES).order_by("created_at", "pk")
        )

    def dress(self, comments: Iterable[Comment]) -> None:
        """Give each what its template shows of it for this reader."""
        comments = list(comments)
        supported = self._supported(comments)
        graves = tombstones(comments)
        for comment in comments:
            shown: Any = comment
            shown.is_own = is_author(self.reader, comment)
            shown.is_supported = comment.pk in supported
            shown.tombstone = graves.get(comment.pk)
            shown.has_text = comment.standing == Standing.PUBLIC or (
                shown.is_own and comment.standing != Standing.WITHDRAWN
            )
            shown.voice = (
                Voice(comment.official_as).label
                if comment.official_as in Voice
                else comment.official_as
            )

    def _supported(self, comments: list[Comment]) -> set[int]:
        if self.reader is None or not comments:
            return set()
        given = CommentSupport.objects.filter(
            participant=self.reader, comment__in=comments
        )
        return set(given.values_list("comment_id", flat=True))
