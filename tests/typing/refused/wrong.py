"""Code that type checkers have to refuse: each line that is marked, and no other; never run."""

import socialmaturity as sm

acme = sm.Assessment(framework="solis", answers={"listening": "F"})

sm.score(acme, rule="median")  # refused: no such rule
sm.score(acme, at=["L"])  # refused: a threshold is a label or a number
sm.Assessment(framework=sm.SOLIS)  # refused: the id is asked for
sm.Assessment("solis")  # refused: keywords only
sm.Assessment(framework="solis", answers=["F"])  # refused: answers stand by id
sm.Assessment(framework="solis", answers={"listening": ["F"]})  # refused: a list is no answer
sm.score(acme, rule="profile").lower.name  # refused: a profile has no stage
sm.score(acme).lower.name  # refused: it may be a profile
sm.SOLIS.name = "Other"  # refused: values do not change
sm.SOLIS.below.name  # refused: with a baseline there is none
sm.translate(acme, to="carfi")  # refused: an assessment is not scored yet
sm.translate("solis:1")  # refused: to where?
sm.next_steps(acme)  # refused: an assessment is not scored yet
sm.crosswalk("solis")  # refused: with what?
sm.to_json(sm.score(acme))  # refused: results have to_dict
sm.parse_framework("", format="yaml")  # refused: no such format
sm.scroe(acme)  # refused: no such name
sm.score_many(acme, "solis")  # refused: several are asked for
sm.score_many([acme], "solis", rule="median")  # refused: no such rule
sm.score_many([acme], "solis", mode="collect")  # refused: no such mode
sm.score_many([acme], "solis", att="L")  # refused: no such option
next(sm.score_many([acme], "solis", rule="rating")).stage  # refused: a rating has no stage
next(sm.score_many([acme], "solis", mode="lenient")).coverage  # refused: it may be a failure
sm.load_assessments(["{}"])  # refused: lines are for iter_assessments
