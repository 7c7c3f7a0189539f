"""A committed table of networks that is recorded a row at a time, so that what interrupts a recording loses nothing."""

import json
import pathlib
import sys
import tempfile


def record_all(table, head, names, record):
    """Records rows and writes the table after each.

    table is its path and head what stands in it before the networks. Those named on the command line are recorded anew,
    without any those of names that the table lacks. record(name, folder), whose folder is a path that is gone afterwards, returns a row; a network that raises is told and
    passed over.
    """
    rows = json.loads(table.read_text())["networks"] if table.exists() else {}
    for name in sys.argv[1:] or [n for n in names if n not in rows]:
        with tempfile.TemporaryDirectory(prefix="zoo-record-") as folder:
            try:
                rows[name] = record(name, pathlib.Path(folder))
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {str(error)[:300]}", flush=True)
                continue
        print(name, json.dumps(rows[name]), flush=True)
        fields = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())
        lines = [f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in sorted(rows.items())]
        table.write_text(f'{{\n {fields},\n "networks": {{\n' + ",\n".join(lines) + "\n }\n}\n")
