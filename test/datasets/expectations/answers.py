"""Targets of visual question answering, counted with pandas: the answers that train gives twice or more, the commonest hundred."""

from summary import one


def plain(answers):
    return answers.str.strip().str.lower().str.replace(r"\s+", " ", regex=True).str.replace(r"\s*\.$", "", regex=True)


def targets(frame, answer="answer"):
    frame = frame.assign(plain=plain(frame[answer]))
    learned = frame[frame["split"] == "train"] if (frame["split"] == "train").any() else frame
    counts = learned["plain"].value_counts()
    classes = list(counts[counts >= 2].index[:100])

    def among(names):
        return one(frame.assign(kept=frame["plain"].where(frame["plain"].isin(names))), "kept", names)

    found = {"answer": among(classes)}
    if {"yes", "no"} < set(classes):
        found["yes or no"] = among(["no", "yes"])
        found["open answer"] = among([name for name in classes if name not in ("yes", "no")])
    return found
