"""How people sign up and sign in, and what is asked of those who enter the admin.

Read from the environment:

PORTAL_STAFF_SECOND_FACTOR
    `0` lets people who may enter the admin do so with a password alone. Without it,
    they need a second factor; `portal_start` says `0` for the demonstration.
TRUSTED_PROXIES
    How many proxies stand before the portal, each of which adds the address it was
    asked from to `X-Forwarded-For`. Limits by address count by what the outermost saw.
"""

import environ

env = environ.Env()

PORTAL_STAFF_SECOND_FACTOR = env.bool("PORTAL_STAFF_SECOND_FACTOR", default=True)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

AUTHENTICATION_BACKENDS = [
    # By user name: `createsuperuser` and the demonstration's accounts.
    "django.contrib.auth.backends.ModelBackend",
    # By e-mail address.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
# Wagtail's own form for pages kept for some would ask for a user name.
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL

# Accounts: an e-mail address, confirmed by a code, is all that is asked.

ACCOUNT_ADAPTER = "home.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "home.accounts.forms.LoginForm",
    "signup": "home.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A message may take minutes where the network is slow.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Digits are on every keyboard, whatever its script.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
# One address for an account, changed once the new one is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whether an address has an account is nobody else's business.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "home.accounts.adapter.name_in_messages"

# Limits by network address (`ip`) leave room for a workshop where everybody signs in
# over the same connection; those by account or e-mail address (`key`) stop guessing.
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/5m/key",
    "signup": "15/m/ip",
    "reset_password": "10/m/ip,3/5m/key",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "5/m/user",
}

# Second factors

MFA_FORMS = {
    "add_webauthn": "home.accounts.forms.AddKeyForm",
    "edit_webauthn": "home.accounts.forms.RenameKeyForm",
    "signup_webauthn": "home.accounts.forms.SignupKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "REMACTO"
# The clock of a telephone may be half a minute late.
MFA_TOTP_TOLERANCE = 1

# Proxies, for the limits of accounts and for those of the package

ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
WAGTAIL_REMACTO_TRUSTED_PROXIES = TRUSTED_PROXIES
