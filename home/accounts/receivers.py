"""What happens to an account when its owner is recognised by a code."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed, email_confirmed
from django.dispatch import receiver

from wagtail_remacto.people.merging import unite_at_sign_in


@receiver(authentication_step_completed)
def belong_to_who_reads_the_mail(
    user: Any, method: str, email: str | None = None, **further: Any
) -> None:
    """Make an account that was signed up for somebody else safe for its owner.

    Anybody can sign up with an address and choose a password. Where the address is
    confirmed later, by a code to sign in, its owner may never have known of that
    password: it is dropped. An account made in the admin has no address yet; allauth
    then confirms with the code the one that is provided here.
    """
    if method != "code" or not email:
        return
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.filter(email__iexact=email, verified=True).exists():
        return
    if not addresses.exists():
        EmailAddress.objects.create(user=user, email=email.lower(), primary=True)
    elif user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


@receiver(email_confirmed)
def be_one_person(email_address: Any, **further: Any) -> None:
    """What was sent from the address before is the account's from now on."""
    unite_at_sign_in(sender=None, user=email_address.user)
