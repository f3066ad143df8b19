from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "填报"

    def ready(self) -> None:
        from indicators.services.decisions import owner_decided
        from reporting.services.rounds import follow

        owner_decided.connect(follow)
