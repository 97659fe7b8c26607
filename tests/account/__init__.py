"""An app with the label and the table of django-allauth's, and a user model that keeps next to nothing."""
