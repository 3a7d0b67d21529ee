"""Two participants who are one person vote once."""

from wagtail_remacto.people import merging
from wagtail_remacto.people.models import Participant
from wagtail_remacto.polling.models import Poll, Vote
from wagtail_remacto.polling.secrecy import voter_keys
from wagtail_remacto.polling.services import forget, locked


@merging.register
def one_vote(gone: Participant, kept: Participant) -> None:
    """The account's vote stays; without one, the other becomes the account's."""
    owners = {
        key: poll
        for poll in Poll.objects.filter(voters_count__gt=0)
        for key in voter_keys(poll, gone)
    }
    found = Vote.objects.filter(voter__in=list(owners)).order_by("poll_id")
    for key in list(found.values_list("voter", flat=True)):
        poll = locked(owners[key])
        vote = Vote.objects.filter(poll=poll, voter=key).first()
        if vote is None:
            continue
        keys = voter_keys(poll, kept)
        if Vote.objects.filter(poll=poll, voter__in=keys).exists():
            forget(vote)
        else:
            Vote.objects.filter(pk=vote.pk).update(voter=keys[0])
