"""Reads mail with Python's parsers and says what they see: parse_mail.py FILE...  One JSON object a line.

`email` with its strict header classes is the first parser, `mailbox` with the old tolerant one the second.
"""
import email, email.header, email.policy, email.utils, json, mailbox, pathlib, sys, tempfile

for name in sys.argv[1:]:
    data = pathlib.Path(name).read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.SMTP)
    defects = [type(d).__name__ for d in message.defects]
    for value in message.values():
        defects += [type(d).__name__ for d in getattr(value, "defects", [])]
    body = message.get_body()
    defects += [type(d).__name__ for d in body.defects]

    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.Maildir(folder + "/box", factory=None)
        old = box[box.add(data)]
        subject = "".join(
            part.decode(charset or "ascii") if isinstance(part, bytes) else part
            for part, charset in email.header.decode_header(old["Subject"]))
        old_text = old.get_payload(decode=True).decode("utf-8")

    print(json.dumps({
        "headers": message.keys(),
        "from": [[a.display_name, a.addr_spec] for a in message["From"].addresses],
        "to": [a.addr_spec for a in message["To"].addresses],
        "reply_to": [a.addr_spec for a in message["Reply-To"].addresses],
        "subject": message["Subject"],
        "other_subject": subject,
        "message_id": message["Message-ID"],
        "date": int(message["Date"].datetime.timestamp()),
        "type": message.get_content_type(),
        "charset": message.get_content_charset(),
        "is_multipart": message.is_multipart(),
        "text": body.get_content(),
        "other_text": old_text,
        "defects": defects,
    }))
