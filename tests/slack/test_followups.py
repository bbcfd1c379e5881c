"""What a person may write in a thread besides questions."""

from __future__ import annotations

import pytest

from api.slack.followups import Followup, Help, Narrowed, ShowPassage, followup

TODAY = "2017-01-03"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Help()),
        ("Help!", Help()),
        ("show the passage", ShowPassage()),
        ("Please show me the sources.", ShowPassage()),
        ("quote the sentence of [3]", ShowPassage(3)),
        ("show source 2", ShowPassage(2)),
        ("only Reuters", Narrowed(source="Reuters")),
        ("and only from the Harbour Courier, please", Narrowed(source="Harbour Courier")),
        ("Only from The Harbour Courier please.", Narrowed(source="Harbour Courier")),
        ("only AP stories", Narrowed(source="AP")),
        ("as of yesterday", Narrowed(to="2017-01-02")),
        ("and as of last week?", Narrowed(to="2016-12-27")),
        ("as of 3 days ago", Narrowed(to="2016-12-31")),
        ("As of 30 December 2016.", Narrowed(to="2016-12-30")),
        ("as of Dec. 30, 2016", Narrowed(to="2016-12-30")),
        ("as of December 30", Narrowed(to="2016-12-30")),
        ("as of 2 January", Narrowed(to="2017-01-02")),
        ("as of 2016-12-30", Narrowed(to="2016-12-30")),
        ("as of 31 June 2016", None),
        ("as of the treaty", None),
        ("Only Reuters said so?", None),
        ("Who was the only witness?", None),
        ("Did he show the passage?", None),
        ("What is the count as of yesterday?", None),
    ],
)
def test_it_is_told_from_a_question(text: str, meant: Followup | None) -> None:
    assert followup(text, TODAY) == meant
