"""What this process counted since it started, for Prometheus, beside what the database knows."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, disable_created_metrics

# A time of birth beside every count says nothing here.
disable_created_metrics()
COUNTED = CollectorRegistry()
WEBHOOKS = Counter(
    "motcua_webhooks", "Calls of messengers by what became of them", ["channel", "outcome"], registry=COUNTED
)
CODES = Counter("motcua_zns", "One-time codes handed to ZNS by what became of them", ["outcome"], registry=COUNTED)
