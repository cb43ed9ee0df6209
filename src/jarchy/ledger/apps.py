from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jarchy.ledger"
    label = "ledger"
