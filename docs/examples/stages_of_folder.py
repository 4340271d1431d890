"""Print a table (CSV) of all assessment files in a folder: stage, range, what to do first."""

import csv
import sys
from pathlib import Path

import socialmaturity as sm

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["file", "subject", "framework", "stage", "lowest", "highest", "next step"])
for path in sorted(Path(*sys.argv[1:2]).glob("*.toml")):
    try:
        result = sm.score(sm.load_assessment(path))
    except sm.SocialMaturityError as error:
        print(error, file=sys.stderr)
        continue
    ends = (end and end.ordinal for end in (result.stage, result.lower, result.upper))
    first = next((step.text for step in sm.next_steps(result).steps), "")
    table.writerow([path.name, result.assessment.subject, result.framework.id, *ends, first])
