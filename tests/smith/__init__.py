"""The issuer simulator: issues real, signed credentials of every kind, and lies on request.

web = Web()                                  # a small internet: a `Resources` that answers what was put there
issuer = Issuer(web, did="web", key=Key.make("P-256"))
badge = issuer.sign(issuer.credential(), suite="ecdsa-rdfc-2019")
token = issuer.sign_jwt(issuer.credential(), style="vc11")
"""

from tests.smith.badges import BadgeHost
from tests.smith.issuer import Issuer, altered
from tests.smith.keys import Key
from tests.smith.lists import bits, publish_list, publish_revocations, status_entry
from tests.smith.web import Web

__all__ = [
    "BadgeHost",
    "Issuer",
    "Key",
    "Web",
    "altered",
    "bits",
    "publish_list",
    "publish_revocations",
    "status_entry",
]
