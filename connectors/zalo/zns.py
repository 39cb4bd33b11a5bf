"""One-time codes to a phone by Zalo's notification service; whoever it does not reach gets an SMS."""

from __future__ import annotations

import logging
import re
import uuid
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import utc_now
from bot.dossiers.one_time import DIGITS
from bot.settings import Settings
from connectors.channel import NotDelivered
from connectors.http import Answer
from connectors.metrics import CODES
from connectors.sms import TIMEOUT, NotSent, Sender
from connectors.zalo.access import Access
from connectors.zalo.client import headers, read_answer
from connectors.zalo.errors import Failed
from connectors.zalo.oauth import NoAccess

log = logging.getLogger(__name__)

PATH = "/message/template"
_CODE = re.compile(rf"(?<!\d)\d{{{DIGITS}}}(?!\d)")


class ZnsSender:
    """``instead``: sends what ZNS refuses, if there is anything else."""

    def __init__(
        self, settings: Settings, access: Access, instead: Sender | None, client: httpx.Client | None = None
    ) -> None:
        self._settings, self._access, self._instead = settings, access, instead
        self._client = client or httpx.Client(timeout=TIMEOUT)

    def send(self, phone: str, text: str) -> None:
        code = _CODE.search(text)
        if code and self._is_sent(phone, code[0]):
            return
        if self._instead is None:
            raise NotSent("by ZNS, and there is no gateway for short messages")
        self._instead.send(phone, text)

    def _is_sent(self, phone: str, code: str) -> bool:
        try:
            self._ask(phone, code)
        except (NotDelivered, NoAccess, SQLAlchemyError, httpx.HTTPError) as error:
            # Also where it may have arrived: a code that is read twice does no harm.
            CODES.labels("refused" if isinstance(error, Failed) else "failed").inc()
            self._tell(error)
            return False
        CODES.labels("sent").inc()
        return True

    def _ask(self, phone: str, code: str) -> None:
        body = {
            "phone": f"84{phone[1:]}",
            "template_id": self._settings.zalo_otp_template,
            "template_data": {self._settings.zalo_otp_parameter: code},
            "tracking_id": uuid.uuid4().hex,
        }
        token = self._access.token()
        try:
            self._post(token, body)
        except Failed as error:
            if not error.fault.renew:
                raise
            self._post(self._access.renewed(token), body)

    def _post(self, token: str, body: dict[str, Any]) -> None:
        url = f"{self._settings.zalo_zns_url}{PATH}"
        answer = self._client.post(url, json=body, headers=headers(self._settings, token))
        read_answer(Answer(answer.status_code, answer.content, answer.headers), "zns", utc_now())

    def _tell(self, error: Exception) -> None:
        """Never the text of others' failures, which may hold an address with a phone in it."""
        code = error.code if isinstance(error, NotDelivered | NoAccess) else type(error).__name__
        cure = error.fault.cure if isinstance(error, Failed) else ""
        # Without a cure it is about this one person.
        level = logging.INFO if isinstance(error, Failed) and not cure else logging.WARNING
        log.log(level, "a code was not sent by ZNS (%s)%s", code, f": {cure}" if cure else "")
