"""Words of django-allauth that citizens meet on their way in.

Named here, they are in the portal's own catalogue, which is asked before allauth's: it
has no Amazigh, and its Arabic is not the portal's everywhere.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Code"),
    _("Incorrect code."),
    _("Enter Sign-In Code"),
    _("Enter Email Verification Code"),
    _("Email Verification"),
    _("Use a different email address"),
    _("Password Reset"),
    _("Two-Factor Authentication"),
    _("Authenticator code"),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Sign Out"),
    _("Are you sure you want to sign out?"),
)
