"""Django's WSGI handler, which project/front.py calls in a thread."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jarchy.project.settings")
application = get_wsgi_application()
