from django.contrib.auth.models import AbstractUser
from django.db import models


class Member(AbstractUser):
    neighbourhood = models.CharField(max_length=100, blank=True)
