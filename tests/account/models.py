from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class EmailAddress(models.Model):
    """As allauth has it, as far as it is asked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    email = models.EmailField()
    verified = models.BooleanField(default=False)
    primary = models.BooleanField(default=False)


class BareUser(AbstractBaseUser):
    """Has neither groups nor a day on which it was made."""

    class Meta:
        managed = False
