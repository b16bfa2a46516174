"""Targets of visual question answering, counted with pandas: the answers that train gives twice or more, the commonest hundred."""

from summary import one


def plain(answers):
    return answers.str.strip().str.lower().str.replace(r"\s+", " ", regex=True).str.replace(r"\s*\.$", "", regex=True)


def among(frame, names):
    return one(frame.assign(kept=frame["plain"].where(frame["plain"].isin(names))), "kept", names)


def commonest(frame):
    learned = frame[frame["split"] == "train"] if (frame["split"] == "train").any() else frame
    counts = learned["plain"].value_counts()
    return list(counts[counts >= 2].index[:100])


def targets(frame, answer="answer"):
    frame = frame.assign(plain=plain(frame[answer]))
    classes = commonest(frame)
    found = {"answer": among(frame, classes)}
    if {"yes", "no"} < set(classes):
        found["yes or no"] = among(frame, ["no", "yes"])
        found["open answer"] = among(frame, [name for name in classes if name not in ("yes", "no")])
    return found
