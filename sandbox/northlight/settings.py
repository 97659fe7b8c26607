"""Settings of the sandbox shop.

Everything that differs between a laptop and a server comes from the environment:

    DEBUG            on by default
    SECRET_KEY       a fixed one for development by default
    ALLOWED_HOSTS    comma-separated
    CSRF_TRUSTED_ORIGINS  comma-separated, for a shop behind a proxy
    TRUSTED_PROXIES  comma-separated networks of the proxies in front; nobody by default
    GEOIP_PATH       a database of places; by default one of countries, fetched when the shop is made ready
    DATABASE_URL     SQLite in SANDBOX_VAR by default
    DATABASE_POOL    "on" keeps PostgreSQL's connections open for the next request; for web processes only
    REDIS_URL        channel layer and cache; in memory without it
    SANDBOX_VAR      where database, pictures, mail and collected files live (sandbox/var)
    STATICFILES      "manifest" for hashed file names
    LIVECHAT_LIMITS  "off" lifts the chat's rate limits, for load tests
    LOG_LEVEL        WARNING by default
"""

import os
import warnings
from pathlib import Path

import dj_database_url
from oscar.defaults import *  # noqa: F403  Oscar is configured by a module of defaults

from northlight.environment import flag, words

SANDBOX_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SANDBOX_VAR") or SANDBOX_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = flag("DEBUG", default=True)
SECRET_KEY = os.environ.get("SECRET_KEY") or "northlight-development-key-never-use-it-on-a-real-server"
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", default="")
PORT = os.environ.get("PORT") or "8000"

INSTALLED_APPS = [
    "northlight",
    "wagtail_livechat",
    "channels",
    "django_q",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.flatpages",
    "django.contrib.humanize",
    "oscar.config.Shop",
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "oscar.apps.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.shipping.apps.ShippingConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "oscar.apps.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.order.apps.OrderConfig",
    "oscar.apps.customer.apps.CustomerConfig",
    "oscar.apps.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
    "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
    "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
    "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
    "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
    "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
    "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
    "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
    "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
    "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
    "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
    "oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig",
    "widget_tweaks",
    "haystack",
    "treebeard",
    "sorl.thumbnail",
    "django_tables2",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "northlight.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "northlight.urls"
WSGI_APPLICATION = "northlight.wsgi.application"
ASGI_APPLICATION = "northlight.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before every app's own: the shop's layout replaces Oscar's.
        "DIRS": [SANDBOX_DIR / "northlight" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    },
]

# Database

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Several processes write: without IMMEDIATE most of their transactions fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif flag("DATABASE_POOL", default=False):
    # Under ASGI each request has a thread, and so a connection, of its own.
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 20}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What one Redis, or its absence, decides

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The queue lives in the database: a task is stored with what caused it, and survives a crash.
Q_CLUSTER = {
    "name": "northlight",
    "orm": "default",
    "workers": 1,
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 250,
}

# Who asks, and from where

# Only says whether cookies are for HTTPS alone; whoever claims it wrongly harms nobody but themselves.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
#: Beside the other data of the checkout, so that it is fetched once.
PLACES = SANDBOX_DIR / "var" / "places" / "countries.mmdb"
GEOIP_PATH = os.environ.get("GEOIP_PATH", str(PLACES) if PLACES.exists() else "")

# The live chat

WAGTAIL_LIVECHAT = {
    "CUSTOMER_PROVIDERS": [
        "wagtail_livechat.customers.user.UserProvider",
        "wagtail_livechat.customers.oscar.OscarProvider",
    ],
    "TRUSTED_PROXIES": words("TRUSTED_PROXIES", default=""),
}
if os.environ.get("LIVECHAT_LIMITS", "").lower() == "off":
    _unlimited = (1_000_000_000, 1)
    WAGTAIL_LIVECHAT |= {
        "VISITOR_MESSAGE_LIMITS": [_unlimited],
        "VISITOR_FRAME_LIMIT": _unlimited,
        "AGENT_FRAME_LIMIT": _unlimited,
        "ADDRESS_MESSAGE_LIMIT": _unlimited,
        "ADDRESS_VISITOR_LIMIT": _unlimited,
        "VISITOR_PAGE_VIEW_LIMIT": _unlimited,
        "ADDRESS_RULE_LIMIT": _unlimited,
    }

# People

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "oscar.apps.customer.auth_backends.EmailBackend",
]
# Scrypt is as strong as Django's default and a third of its time, which the demo people notice.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
]
LOGIN_URL = "/shop/accounts/login/"
LOGIN_REDIRECT_URL = "/shop/accounts/"

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [SANDBOX_DIR / "northlight" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MANIFEST_STATICFILES = os.environ.get("STATICFILES", "").lower() == "manifest"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if MANIFEST_STATICFILES
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without hashed names nothing needs collecting: files are served from where they lie.
WHITENOISE_USE_FINDERS = not MANIFEST_STATICFILES
WHITENOISE_AUTOREFRESH = DEBUG
# Static and uploaded files are short streams; under ASGI Django reads them in a thread and warns that it does.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "Northlight Coffee <hello@northlight.example>"

# Wagtail

WAGTAIL_SITE_NAME = "Northlight Coffee"
WAGTAILADMIN_BASE_URL = os.environ.get("WAGTAILADMIN_BASE_URL") or f"http://localhost:{PORT}"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
# The pictures of the people would come from a server of somebody else.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# Oscar

SITE_ID = 1
OSCAR_SHOP_NAME = "Northlight Coffee"
OSCAR_SHOP_TAGLINE = ""
OSCAR_HOMEPAGE = "/"
OSCAR_DEFAULT_CURRENCY = "EUR"
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL
OSCAR_INITIAL_ORDER_STATUS = "Pending"
OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_ORDER_STATUS_PIPELINE = {
    "Pending": ("Packed", "Cancelled"),
    "Packed": ("Shipped", "Cancelled"),
    "Shipped": ("Delivered",),
    "Delivered": (),
    "Cancelled": (),
}
OSCAR_HIDDEN_FEATURES = ["wishlists", "reviews"]
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "last_name", "line1", "line4", "postcode", "country")
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "level": os.environ.get("LOG_LEVEL", "WARNING"), "propagate": True}},
}
