"""Python runs this before any program whose PYTHONPATH has this folder: what is sent to Intercom goes to INTERCOM_API_URL."""

import os

import requests

INTERCOM = "https://api.intercom.io"

send = requests.Session.send


def send_to_simulator(session, request, **options):
    if request.url.startswith(INTERCOM + "/"):
        request.url = os.environ["INTERCOM_API_URL"] + request.url[len(INTERCOM) :]
    return send(session, request, **options)


requests.Session.send = send_to_simulator
