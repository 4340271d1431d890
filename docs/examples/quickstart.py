"""From a filled-in assessment to a stage, its counterparts and the next steps."""

from pathlib import Path

import socialmaturity as sm

acme = sm.load_assessment(Path(__file__).with_name("acme.toml"))
result = sm.score(acme)

print(result.explanation.text())
for other in ("be-a-person", "cisco", "carfi", "socedo"):
    print(f"\nIn the words of {other}:\n{sm.translate(result, to=other)}")
print(f"\nWhat next:\n{sm.next_steps(result)}")
