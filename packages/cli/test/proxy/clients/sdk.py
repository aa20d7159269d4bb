"""Calls a product as public Python integrations do: with one token, requested at the start and never renewed."""

import http.client
import json
import sys
from urllib.parse import urlsplit


class MicroBilt:
    def __init__(self, base_url, client_id, client_secret):
        self.host = urlsplit(base_url).netloc
        answer = self.send(
            "POST",
            "/OAuth/GetAccessToken",
            {"client_id": client_id, "client_secret": client_secret, "grant_type": "client_credentials"},
            {},
        )[1]
        self.token = answer["access_token"]

    def get_report(self, report):
        return self.send("POST", "/iPredict/GetReport", report, {"Authorization": "Bearer " + self.token})

    def send(self, method, path, body, headers):
        connection = http.client.HTTPConnection(self.host)
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        return response.status, answer


microbilt = MicroBilt(sys.argv[1], "my-client-id", "my-client-secret")
# Each line of input is one call.
for line in sys.stdin:
    status, answer = microbilt.get_report({"RequestId": line.strip()})
    print(status, answer["body"]["RequestId"], flush=True)
