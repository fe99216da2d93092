"""THE TESTS: invented lists with the faults of real ones. Nobody lived, complained or answered here."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

HS_HEAD = [
    "id", "ticket_number", "channel", "category", "urgency", "status", "created_at", "created_at_bs",
    "office_id", "office_name", "follow_up", "info_only", "state", "district", "city", "ward",
    "n_attachments", "text", "fields_json",
]  # fmt: skip
HS_DEEDS = [
    "complaint_id", "action_id", "action_at", "action_at_bs", "action_code", "action_name", "description",
    "notification_for", "has_file", "redacted", "sms_template",
]  # fmt: skip
CSB_HEAD = [
    "CALLERTYPE", "CITY", "DATECANCELLED", "DATEINVTDONE", "DATETIMECLOSED", "DATETIMEINIT", "DESCRIPTION",
    "EXPLANATION", "GROUP", "NEIGHBORHOOD", "PLAIN_ENGLISH_NAME_FOR_PROBLEMCODE", "PRJCOMPLETEDATE",
    "PROBADDRESS", "PROBADDTYPE", "PROBLEMCODE", "PROBZIP", "REQUESTID", "SRX", "SRY", "STATUS", "SUBMITTO",
    "WARD",
]  # fmt: skip

TWO_LINES = "गाउँको धारा दुई हप्तादेखि सुकेको छ।\nकृपया हेरिदिनुहोला।"
LEGACY = 'tkfO{+sf] ug;f] k|fKt eof], o; sfof{nosf] Wofgfsif{0f ePsf] 5 . cfjZos sf/jfxL x"g] 5 .'
# One complaint a line, in the order of the file; what is odd stands beside it.
HS_ROWS = (
    {"id": "1", "ticket_number": "HS-T-1", "status": "CLOSED", "text": TWO_LINES, "created_at": "2024-03-05 10:00:00"},
    {"id": "2", "ticket_number": "HS-T-2", "status": "PROCESSING", "text": "सडकमा बत्ती बलेकाे छैन, रातमा अँध्यारो हुन्छ।"},
    {"id": "3", "ticket_number": "HS-T-3", "status": "SEEN/PENDING", "text": "", "office_name": " ",
     "fields_json": '{"समस्याको  प्रकृति": " ढल जाम भएको ", "वडा नम्बर": "४"}'},
    {"id": "4", "ticket_number": "HS-T-4", "status": "INCOMPLETE/FAKE/UNRELATED", "channel": "Pigeon post"},
    {"id": "5", "ticket_number": "HS-T-5", "status": "Closed", "created_at": "२०२४-०३-०९ ०८:३०:००"},
    {"id": "6", "ticket_number": "", "status": "CLOSED"},
    {"id": "7", "ticket_number": "HS-T-7", "status": "CLOSED", "created_at": "2024-13-40 10:00:00"},
    {"id": "8", "ticket_number": "HS-T-8", "status": "MELTED"},
    {"id": "9", "ticket_number": "HS-T-9", "status": "PROCESSING", "text": " ", "fields_json": "{}"},
    {"id": "10", "ticket_number": "HS-T-10", "status": "PROCESSING", "created_at": "2031-01-01 00:00:00"},
)  # fmt: skip
HS_PAST = (
    {"complaint_id": "1", "action_id": "11", "action_at": "2024-03-01 09:00:00",
     "action_name": "COMMENT FROM CALL CENTER", "description": "सम्बन्धित कार्यालयमा पठाइएको छ।"},
    {"complaint_id": "1", "action_id": "12", "action_at": "2024-03-20 12:00:00", "action_name": "SOLVED",
     "description": "धारा मर्मत गरियो, अब पानी आउँछ।"},
    {"complaint_id": "1", "action_id": "14", "action_at": "2024-04-02 15:00:00", "action_name": "CLOSED",
     "description": "llllll"},
    {"complaint_id": "1", "action_id": "13", "action_at": "2024-04-01 11:00:00", "action_name": "SOLVED",
     "description": "धारा मर्मत गरियो, अब पानी आउँछ।"},
    {"complaint_id": "5", "action_id": "15", "action_at": "2024-03-02 10:00:00", "action_name": "CLOSED",
     "description": "dhrf"},
    {"complaint_id": "2", "action_id": "16", "action_at": "some day", "action_name": "PROCESSING",
     "description": LEGACY},
    {"complaint_id": "99", "action_id": "17", "action_at": "2024-03-02 10:00:00", "action_name": "CLOSED"},
)  # fmt: skip
CSB_ROWS = (
    {"REQUESTID": "901", "STATUS": "CLOSED", "DATETIMECLOSED": "2011-05-06 11:30:12.0", "SUBMITTO": "FORESTRY,"},
    {"REQUESTID": "901", "STATUS": "CLOSED", "DATETIMECLOSED": "2011-05-06 11:30:12.0", "SUBMITTO": "FORESTRY,"},
    {"REQUESTID": "902", "STATUS": "CANCEL", "DATECANCELLED": "2011-05-09 00:00:00.0", "CALLERTYPE": "WEB"},
    {"REQUESTID": "902", "STATUS": "CANCEL", "DATECANCELLED": "2011-05-09 00:00:00.0", "CALLERTYPE": ""},
    {"REQUESTID": "903", "STATUS": "Cancel", "SUBMITTO": "STREET DEPT, 510", "CITY": "99999"},
    {"REQUESTID": "904", "STATUS": "SCHEDULED", "PRJCOMPLETEDATE": "2011-05-01 00:00:00.0", "CITY": "ST LOUS"},
    {"REQUESTID": "905", "STATUS": "CLOSED", "DATETIMECLOSED": "2011-04-30 09:17:09.717", "SUBMITTO": "REFUSE,"},
    {"REQUESTID": "906", "STATUS": "Disptch", "SUBMITTO": "WATER DIV,"},
)  # fmt: skip


def hello_sarkar(folder: Path, rows: Sequence[dict[str, str]] = HS_ROWS, *, bom: bool = False) -> Path:
    """The two files of Hello Sarkar, the second one packed."""
    usual = {"channel": "Twitter", "category": "खानेपानी", "urgency": "NORMAL", "created_at": "2024-03-04 10:00:00",
             "office_name": "खानेपानी कार्यालय", "district": "कल्पना", "ward": "४",
             "text": "धाराको पानी फोहोर आउँछ, पिउन सकिँदैन।"}  # fmt: skip
    folder.mkdir(exist_ok=True)
    (folder / "complaints.csv").write_bytes((b"\xef\xbb\xbf" if bom else b"") + table(HS_HEAD, rows, usual))
    with gzip.open(folder / "actions.csv.gz", "wb") as packed:
        packed.write(table(HS_DEEDS, HS_PAST, {"action_code": "3"}))
    return folder


def stl_csb(folder: Path, rows: Sequence[dict[str, str]] = CSB_ROWS) -> Path:
    """The one file of the St. Louis bureau, packed."""
    usual = {"DATETIMEINIT": "2011-05-04 10:28:03.0", "DESCRIPTION": "Light(s) Out", "GROUP": "Street Lights",
             "PLAIN_ENGLISH_NAME_FOR_PROBLEMCODE": "Street light(s) out", "PROBADDRESS": "100 BLK INVENTED AV",
             "WARD": "06"}  # fmt: skip
    folder.mkdir(exist_ok=True)
    with gzip.open(folder / "service_requests.csv.gz", "wb") as packed:
        packed.write(table(CSB_HEAD, rows, usual))
    return folder


def table(head: Sequence[str], rows: Sequence[dict[str, str]], usual: dict[str, str]) -> bytes:
    """CSV with CRLF; each row says only what is special about it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, head, restval="")
    writer.writeheader()
    writer.writerows({**usual, **row} for row in rows)
    return out.getvalue().encode()
