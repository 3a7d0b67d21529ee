"""What the portal adds to django-allauth: its policy, its forms and its words."""
