#!/usr/bin/env python3
"""Compares the catalogue, a search and an offer's page with the same in plain Django 5, on the same PostgreSQL.

    BENCH_OFFERS=10000 BENCH_DATABASE_URL=postgres://user@127.0.0.1/bench cargo bench --bench requests
    python3 -m venv venv && venv/bin/pip install 'django~=5.2' 'psycopg[binary]' gunicorn
    venv/bin/python benches/compare_django.py postgres://user@127.0.0.1/bench --symbiosis target/release/symbiosis

The first line leaves a database with that many published offers, which must be on this machine and used by nobody
else. The last starts `symbiosis serve` and a throw-away Django project on it, and sends both in turn the very same
requests over eight kept connections. A program that runs already is measured with `--ours http://127.0.0.1:PORT
--ours-pid PID`; without either, Django alone is. Every figure is CPU milliseconds for a request: the server's
processes and every process of the PostgreSQL cluster, from `/proc`; the client's do not count. Processes of
PostgreSQL that have ended since count too (a parallel query has such), which `cargo bench --bench requests` leaves
out because ours has none. `found` is how many offers the pages say they found, added up over the addresses; both find
the same but for a last word that is not typed to its end, which only ours completes ("experience" finds
"experienced").

Django is what a careful developer writes first: its ORM and templates, `select_related`, counts by aggregate queries,
the words of the offers in a side table with weights and a GIN index, an index for the order of the list and one that
answers the counts without the table, compiled templates and database connections kept, no page kept. gunicorn runs it
with two workers of four threads each (its `sync` workers keep no connection; other numbers cost the same). It has no
sessions, no people, no counts but of family, kind of body and region, and marks no words that were found; of ours the
whole page counts. The side table and the indexes are made at the start and dropped at the end.
"""
import argparse
import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

CLIENTS = 8
# Requests that are sent together, again and again until they have cost enough to be measured.
BATCH = 40
ENOUGH_TICKS = 150
# So many come before, or fewer if they cost ten times as much.
WARM_UP = 200
MS_PER_TICK = 1000 / os.sysconf("SC_CLK_TCK")

# The same words as in requests.rs.
ONE = ["payroll", "security", "pensions", "audit", "network"]
TYPICAL = [
    "payroll+pensions+coastal",
    "network+out-of-hours+rural",
    "audit+solicitors+city",
    "recruitment+bilingual+island",
    "hosting+disaster+recovery",
]
COMMON = ["partners+working+days", "made-up+team+data", "counted+sorted+found", "offer+of+experience"]

MAKE = """
CREATE TABLE compare_django_words (
  offer_id UUID PRIMARY KEY REFERENCES offers (id),
  search TSVECTOR NOT NULL
);
INSERT INTO compare_django_words
SELECT offers.id,
  setweight(to_tsvector('english', offers.title), 'A')
  || setweight(to_tsvector('english', services.name || ' ' || service_families.name), 'B')
  || setweight(to_tsvector('english', bodies.name), 'C') || setweight(to_tsvector('english', offers.description), 'D')
FROM offers JOIN bodies ON bodies.id = offers.body_id
  JOIN services ON services.code = offers.service_code
  JOIN service_families ON service_families.code = services.family_code
WHERE offers.state = 'published';
CREATE INDEX compare_django_words_search ON compare_django_words USING GIN (search);
CREATE INDEX compare_django_newest ON offers (published_at DESC, id) WHERE state = 'published';
CREATE INDEX compare_django_counts ON offers (service_code, body_id, last_month, public_from, id)
  WHERE state = 'published';
"""
DROP = """
DROP TABLE IF EXISTS compare_django_words;
DROP INDEX IF EXISTS compare_django_newest;
DROP INDEX IF EXISTS compare_django_counts;
"""

PROJECT = {
    "site_settings.py": """
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

database = urlsplit(os.environ["COMPARE_DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(database.path.lstrip("/")),
        "USER": unquote(database.username or ""),
        "PASSWORD": unquote(database.password or ""),
        "HOST": database.hostname,
        "PORT": database.port or 5432,
        "CONN_MAX_AGE": None,
    }
}
DEBUG = False
SECRET_KEY = "nothing is signed here"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.postgres", "django.contrib.humanize", "catalogue"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Without DEBUG Django keeps compiled templates by itself.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "site_urls"
WSGI_APPLICATION = "site_wsgi.application"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
""",
    "site_wsgi.py": """
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
""",
    "site_urls.py": """
from django.urls import path

from catalogue import views

urlpatterns = [
    path("catalogue", views.catalogue, name="catalogue"),
    path("offers/<uuid:pk>", views.offer, name="offer"),
]
""",
    "catalogue/__init__.py": "",
    "catalogue/models.py": """
import datetime
from decimal import Decimal

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone


def month_number(date):
    return date.year * 12 + date.month - 1


def month_name(number):
    return datetime.date(number // 12, number % 12 + 1, 1).strftime("%B %Y")


class Body(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    nation = models.TextField()
    region = models.TextField()

    class Meta:
        managed = False
        db_table = "bodies"

    def kind_name(self):
        return self.kind.replace("_", " ")


class Family(models.Model):
    code = models.TextField(primary_key=True)
    name = models.TextField()
    position = models.IntegerField()

    class Meta:
        managed = False
        db_table = "service_families"


class Service(models.Model):
    code = models.TextField(primary_key=True)
    family = models.ForeignKey(Family, models.PROTECT, db_column="family_code")
    name = models.TextField()
    cpv_code = models.TextField()
    cpv_name = models.TextField()

    class Meta:
        managed = False
        db_table = "services"


class OfferQuerySet(models.QuerySet):
    def public(self):
        today = timezone.localdate()
        return self.filter(state="published", public_from__lte=today)

    def current(self):
        return self.public().filter(last_month__gte=month_number(timezone.localdate()))


class Offer(models.Model):
    class Takes(models.TextChoices):
        CASH = "cash", "Cash"
        IN_KIND = "in_kind", "In kind"
        EITHER = "either", "Cash or in kind"

    id = models.UUIDField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT)
    service = models.ForeignKey(Service, models.PROTECT, db_column="service_code")
    title = models.TextField()
    description = models.TextField()
    unit = models.TextField()
    quantity_per_month = models.BigIntegerField()
    first_month = models.IntegerField()
    last_month = models.IntegerField()
    takes = models.TextField(choices=Takes)
    price = models.BigIntegerField(null=True)
    free_most = models.BigIntegerField()
    kpis = models.JSONField()
    terms = models.JSONField()
    state = models.TextField()
    public_from = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    fresh_until = models.DateField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "offers"

    def get_absolute_url(self):
        return reverse("offer", args=[self.pk])

    def pounds(self):
        return None if self.price is None else Decimal(self.price) / 10_000

    def free(self):
        return Decimal(self.free_most) / 10_000

    def from_month(self):
        return month_name(self.first_month)

    def to_month(self):
        return month_name(self.last_month)


class Words(models.Model):
    offer = models.OneToOneField(Offer, models.PROTECT, primary_key=True, related_name="words")
    search = SearchVectorField()

    class Meta:
        managed = False
        db_table = "compare_django_words"


class Month(models.Model):
    pk = models.CompositePrimaryKey("offer_id", "month")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="months")
    month = models.IntegerField()
    listed = models.BigIntegerField()
    reserved = models.BigIntegerField()
    committed = models.BigIntegerField()
    free = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "offer_months"
        ordering = ["month"]

    def name(self):
        return month_name(self.month)

    def quantities(self):
        return [Decimal(each) / 10_000 for each in (self.listed, self.reserved, self.committed, self.free)]
""",
    "catalogue/views.py": """
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.shortcuts import get_object_or_404, render

from .models import Offer


def catalogue(request):
    words = request.GET.get("q", "").strip()
    found = Offer.objects.current()
    order = ["-published_at", "id"]
    if words:
        query = SearchQuery(words, config="english", search_type="websearch")
        found = found.filter(words__search=query)
    family = ["service__family", "service__family__name", "service__family__position"]
    facets = [
        ("Family", "family", counts(found, *family)),
        ("Kind of body", "kind", counts(found, "body__kind")),
        ("Region", "region", counts(found, "body__region")),
    ]
    offers = found.select_related("body", "service").defer("kpis", "terms")
    if words:
        offers = offers.annotate(rank=SearchRank(F("words__search"), query))
        order = ["-rank", *order]
    # Ordered last, so that what is counted is not.
    page = Paginator(offers.order_by(*order), 20).get_page(request.GET.get("page"))
    pages = page.paginator.get_elided_page_range(page.number)
    context = {"words": words, "facets": facets, "page": page, "pages": pages}
    return render(request, "catalogue.html", context)


def counts(found, value, *named):
    # How many offers each value would leave: (value, name, count), in the order of the last that is given.
    *_, order = value, *named
    rows = found.values_list(value, *named).order_by(order).annotate(left=Count("id"))
    return [(row[0], row[1] if named else row[0], row[-1]) for row in rows]


def offer(request, pk):
    shown = get_object_or_404(Offer.objects.public().select_related("body", "service__family"), pk=pk)
    return render(request, "offer.html", {"offer": shown, "months": shown.months.all()})
""",
    "templates/base.html": """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{% endblock %} - Catalogue</title>
<link rel="stylesheet" href="/static/site.css">
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header><a href="/">Catalogue</a>
<nav aria-label="Main">
<ul><li><a href="{% url 'catalogue' %}">Find services</a></li><li><a href="/bodies">Bodies</a></li></ul>
</nav>
</header>
<main id="main">{% block main %}{% endblock %}</main>
<footer><p>Public bodies, sharing services</p></footer>
</body>
</html>
""",
    "templates/catalogue.html": """{% extends "base.html" %}
{% load humanize %}
{% block title %}Find a service{% endblock %}
{% block main %}
<h1>Find a service</h1>
<form action="{% url 'catalogue' %}" method="get" role="search">
<label for="q">Search offers</label> <input id="q" name="q" type="search" value="{{ words }}"> <button>Search</button>
</form>
<form action="{% url 'catalogue' %}" method="get">
<input type="hidden" name="q" value="{{ words }}">
{% for legend, name, choices in facets %}
<fieldset><legend>{{ legend }}</legend>
{% for value, label, left in choices %}
<label><input type="checkbox" name="{{ name }}" value="{{ value }}"> {{ label }} <span>{{ left|intcomma }}</span></label>
{% endfor %}
</fieldset>
{% endfor %}
<button>Apply filters</button>
</form>
<p role="status">{{ page.paginator.count|intcomma }} offer{{ page.paginator.count|pluralize }}</p>
<ol>
{% for offer in page %}
<li>
<h2><a href="{{ offer.get_absolute_url }}">{{ offer.title }}</a></h2>
<p>{{ offer.body.name }}, {{ offer.body.region }}</p>
<p>{{ offer.description|truncatechars:200 }}</p>
<ul><li>{{ offer.service.name }}</li><li>{{ offer.get_takes_display }}</li><li>{{ offer.from_month }} to {{ offer.to_month }}</li></ul>
<p>{% if offer.price is None %}In kind{% else %}£{{ offer.pounds|floatformat:"-4g" }} per {{ offer.unit }}{% endif %},
{% if offer.free_most %}up to {{ offer.free|floatformat:"-4g" }} {{ offer.unit }} free a month{% else %}nothing free now{% endif %}</p>
</li>
{% endfor %}
</ol>
<nav aria-label="Pages"><ul>
{% for number in pages %}
<li>{% if number == page.number %}{{ number }}{% elif number == page.paginator.ELLIPSIS %}{{ number }}{% else %}<a href="?{% if words %}q={{ words|urlencode }}&amp;{% endif %}page={{ number }}">{{ number }}</a>{% endif %}</li>
{% endfor %}
</ul></nav>
{% endblock %}
""",
    "templates/offer.html": """{% extends "base.html" %}
{% block title %}{{ offer.title }}{% endblock %}
{% block main %}
<h1>{{ offer.title }}</h1>
<p>Offered by <a href="/bodies/{{ offer.body_id }}">{{ offer.body.name }}</a>, {{ offer.body.kind_name }}, {{ offer.body.region }}, {{ offer.body.nation }}</p>
<p>{{ offer.description }}</p>
<dl>
<dt>Service</dt><dd>{{ offer.service.family.name }}: {{ offer.service.name }} ({{ offer.service.cpv_code }} {{ offer.service.cpv_name }})</dd>
<dt>Price</dt><dd>{% if offer.price is None %}In kind{% else %}£{{ offer.pounds|floatformat:"-4g" }} per {{ offer.unit }}{% endif %}</dd>
<dt>Takes</dt><dd>{{ offer.get_takes_display }}</dd>
<dt>From</dt><dd>{{ offer.from_month }} to {{ offer.to_month }}</dd>
<dt>Notice</dt><dd>{{ offer.terms.lead_days }} days</dd>
<dt>Price basis</dt><dd>{{ offer.terms.price_basis|default:"not stated" }}</dd>
<dt>Standards met</dt><dd>{% for each in offer.terms.assurances %}{{ each }}{% if not forloop.last %}, {% endif %}{% empty %}none stated{% endfor %}</dd>
<dt>Published</dt><dd>{{ offer.published_at|date:"j F Y" }}</dd>
<dt>Last confirmed</dt><dd>{{ offer.confirmed_at|date:"j F Y" }}, stands until {{ offer.fresh_until|date:"j F Y" }}</dd>
</dl>
<h2>Targets</h2>
<ul>{% for kpi in offer.kpis %}<li>{{ kpi.name }}: {{ kpi.target }}</li>{% endfor %}</ul>
<h2>Capacity, {{ offer.unit }}</h2>
<table>
<thead><tr><th>Month</th><th>Listed</th><th>Reserved</th><th>Committed</th><th>Free</th></tr></thead>
<tbody>
{% for month in months %}
<tr><th scope="row">{{ month.name }}</th>{% for quantity in month.quantities %}<td>{{ quantity|floatformat:"-4g" }}</td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table>
{% endblock %}
""",
}


def stat(process):
    """What follows the name in a line of /proc; nothing if the process has ended."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def with_children(process):
    everybody = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [process] + [each for each in everybody if stat(each)[1:2] == [str(process)]]


def ticks_of_all(process):
    """CPU ticks of a process, of its children, and of those children that have ended."""
    ended = sum(map(int, stat(process)[13:15]))
    return ended + sum(sum(map(int, stat(each)[11:13])) for each in with_children(process))


class Server:
    """Something that answers on a port of this machine, started here or not."""

    def __init__(self, port, pid=None, command=None, environment=None, folder=None):
        self.port, self.pid, self.process = port, pid, None
        if command:
            self.process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
            )
            self.pid = self.process.pid

    def __enter__(self):
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                if time.monotonic() > until or self.process and self.process.poll() is not None:
                    self.__exit__()
                    sys.exit("the server does not answer")
                time.sleep(0.02)

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait()

    def get(self, connection, path):
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return body

    def ask(self, paths, first):
        """Sends a batch over several kept connections, the addresses in turn from that on; the bytes of all answers."""
        received, failed = [0] * CLIENTS, []

        def client(number):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port)
                for request in range(first + number, first + BATCH, CLIENTS):
                    received[number] += len(self.get(connection, paths[request % len(paths)]))
                connection.close()
            except Exception as error:
                failed.append(error)

        clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
        for each in clients:
            each.start()
        for each in clients:
            each.join()
        if failed:
            raise failed[0]
        return sum(received)

    def measure(self, paths, postgres):
        """CPU milliseconds for a request, of which in PostgreSQL; the KiB of an answer; and how much was found."""
        self.spend(paths, postgres, lambda requests, ticks: requests >= WARM_UP or ticks >= 10 * ENOUGH_TICKS)
        requests, received, *ticks = self.spend(paths, postgres, lambda _, ticks: ticks >= ENOUGH_TICKS)
        cost, in_database = (each * MS_PER_TICK / requests for each in (sum(ticks), ticks[1]))
        return cost, in_database, received / requests / 1024, self.found(paths)

    def spend(self, paths, postgres, is_enough):
        """Asks in batches until that is enough; answers the requests, the bytes, and the ticks here and in PostgreSQL."""
        processes = (self.pid, postgres)
        before = [ticks_of_all(each) for each in processes]
        requests = received = 0
        while True:
            received += self.ask(paths, requests)
            requests += BATCH
            ticks = [ticks_of_all(each) - ticks for each, ticks in zip(processes, before)]
            if is_enough(requests, sum(ticks)):
                return requests, received, *ticks

    def found(self, paths):
        """How many offers the pages of a list say they found, together; nothing for an offer's page."""
        if not paths[0].startswith("/catalogue"):
            return ""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        texts = [self.get(connection, path).decode() for path in paths]
        said = [re.search(r'role="status">\s*([\d,]+) offers?<', text) for text in texts]
        connection.close()
        # Where nothing is found ours says so in other words.
        return sum(int(each[1].replace(",", "")) for each in said if each)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def symbiosis(program, database, folder):
    port = free_port()
    environment = {
        "SYMBIOSIS_DATABASE_URL": database,
        "SYMBIOSIS_DATA_DIR": folder,
        "SYMBIOSIS_LISTEN": f"127.0.0.1:{port}",
        "SYMBIOSIS_SECRET": "5f1e0c93b7a84d62e91fc05d7a3b6824",
        "SYMBIOSIS_LOG": "warn",
    }
    return Server(port, command=[os.path.abspath(program), "serve"], environment=environment)


def django(database, folder):
    for path, text in PROJECT.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text.lstrip("\n"))
    port = free_port()
    # gunicorn keeps a socket in its home.
    environment = {"COMPARE_DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "site_settings", "HOME": folder}
    options = "--workers 2 --worker-class gthread --threads 4 --keep-alive 75 --log-level warning --bind".split()
    command = [sys.executable, "-m", "gunicorn", "site_wsgi", *options, f"127.0.0.1:{port}"]
    return Server(port, command=command, environment=environment, folder=folder)


def pages(connection):
    ids = [row[0] for row in connection.execute("SELECT id FROM offers ORDER BY id LIMIT 500")]

    def search(queries):
        return [f"/catalogue?q={words}" for words in queries]

    return {
        "`/catalogue`": ["/catalogue"],
        "`/catalogue?q=`, one word": search(ONE),
        "`/catalogue?q=`, three typical words": search(TYPICAL),
        "`/catalogue?q=`, three common words": search(COMMON),
        "`/offers/{id}`": [f"/offers/{each}" for each in ids],
    }


def main():
    import django as django_package
    import psycopg

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("database", help="postgres://…, as `cargo bench --bench requests` left it")
    asked.add_argument("--symbiosis", metavar="PROGRAM")
    asked.add_argument("--ours", metavar="http://127.0.0.1:PORT")
    asked.add_argument("--ours-pid", type=int, metavar="PID")
    given = asked.parse_args()
    if bool(given.ours) != bool(given.ours_pid) or given.ours and given.symbiosis:
        asked.error("give --symbiosis, or both --ours and --ours-pid")
    with contextlib.ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory())
        connection = held.enter_context(psycopg.connect(given.database, autocommit=True))
        (own,) = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert stat(own), "PostgreSQL must run on this machine"
        postgres = int(stat(own)[1])
        offers, version = connection.execute(
            "SELECT count(*), current_setting('server_version') FROM offers WHERE state = 'published'"
        ).fetchone()
        wanted = pages(connection)
        connection.execute(DROP)
        held.callback(connection.execute, DROP)
        connection.execute(MAKE)
        for table in ("offers", "compare_django_words"):
            connection.execute(f"VACUUM ANALYZE {table}")
        theirs, ours = held.enter_context(django(given.database, folder)), None
        if given.symbiosis:
            ours = held.enter_context(symbiosis(given.symbiosis, given.database, folder))
        elif given.ours:
            ours = held.enter_context(Server(urllib.parse.urlsplit(given.ours).port, given.ours_pid))
        python = ".".join(map(str, sys.version_info[:3]))
        programs = f"PostgreSQL {version}, Django {django_package.__version__}, Python {python}"
        print(f"{offers:,} offers, {programs}; CPU ms a request\n")
        print("| page | Django | of it PostgreSQL | KiB | found | ours | of it PostgreSQL | KiB | found | Django / ours |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        for page, paths in wanted.items():
            cost, in_database, size, found = theirs.measure(paths, postgres)
            row = f"| {page} | {cost:.1f} | {in_database:.1f} | {size:.0f} | {found} |"
            if ours:
                mine, in_mine, my_size, my_found = ours.measure(paths, postgres)
                row += f" {mine:.2f} | {in_mine:.2f} | {my_size:.0f} | {my_found} | {cost / mine:.1f} |"
            else:
                row += " | | | | |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
