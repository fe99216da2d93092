"""`flask sms-selftest`: whether the gateway of the settings can be reached and lets us in. Nobody gets a message."""

from __future__ import annotations

import sys

import click
from flask import current_app

from app.notices.gateways import open_gateway, problems


@click.command("sms-selftest")
def sms_selftest() -> None:
    """Try the gateway that SMS_GATEWAY names, without sending anything."""
    settings = current_app.extensions["nivaran"]
    wrong = problems(settings)
    if not wrong:
        gateway = open_gateway(settings)
        wrong = gateway.selftest()
        receipts = "sends receipts" if gateway.caps.receipts else "sends no receipts"
        answers = "passes answers on" if gateway.caps.inbound else "passes no answers on"
        click.echo(f"{gateway.name}: {receipts}, {answers}, at most {gateway.caps.max_parts} parts a message")
    for one in wrong:
        click.echo(f"  - {one}", err=True)
    if wrong:
        sys.exit(1)
    click.echo("  nothing found wrong")
