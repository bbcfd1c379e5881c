"""What the articles say against a question's premise."""

from __future__ import annotations

import pytest

from qa.premise import Premise
from tests.newsroom import Edition
from tests.premises import ORDERED, REFUSAL, REQUEST, against
from tests.sources import report


@pytest.mark.parametrize(
    "question",
    [
        "How many US diplomats did Russia expel?",
        "Why did Putin expel American diplomats?",
        "When did Russia expel the US diplomats?",
    ],
)
def test_a_deed_that_is_only_denied_is_a_false_premise(question: str) -> None:
    outcome = against(question, REQUEST, REFUSAL, ORDERED)
    assert [draft.text for draft in outcome.drafts] == ['"We will not expel anyone," Putin said.']
    assert outcome.notice is not None
    assert outcome.notice.kind == "false_premise"
    assert [citation.quote.strip() for citation in outcome.notice.citations] == [outcome.drafts[0].text]


def test_a_question_of_yes_or_no_is_answered_by_the_denial_and_has_no_premise() -> None:
    outcome = against("Did Putin expel any American diplomats?", REQUEST, REFUSAL)
    assert (len(outcome.drafts), outcome.notice) == (1, None)


def test_the_denial_cites_every_article_that_denies() -> None:
    also = report("Ledger", "Putin said that Russia would expel nobody.", "2016-12-31")
    (draft,) = against("How many US diplomats did Russia expel?", REFUSAL, also).drafts
    assert draft.text.startswith("Putin said that Russia would expel nobody")
    assert len(draft.labels) == 2


@pytest.mark.parametrize(
    "question",
    [
        "How many Russian diplomats did Washington expel?",  # told as done
        "How many Russian diplomats were expelled?",  # the denial is about others
        "Did Medvedev resign?",  # nothing is said of it
        "Who is the foreign minister?",  # takes nothing for granted
        "Will Russia expel US diplomats?",  # asks about what is to come
    ],
)
def test_no_denial_of_another_deed_or_of_one_that_was_done(question: str) -> None:
    assert against(question, REQUEST, REFUSAL, ORDERED) == Premise()


def test_a_deed_that_one_article_tells_as_done_is_left_to_the_reader() -> None:
    done = report("Ledger", "Russia expelled 12 American diplomats on Saturday.", "2016-12-31")
    assert against("How many US diplomats did Russia expel?", REFUSAL, done) == Premise()


EMBASSY = report("Ledger", "Kenya's embassy in London stayed open. Kenya will not recall anyone.", "2023-05-04")
STRIKE = report("Argus", "Israeli leaders met. Israel did not bomb the Iranian reactor, officials said.", "2024-04-19")
UNLIKE = report("Argus", "Israel, unlike Iran, did not bomb the reactor.", "2024-04-20")
LAYOFFS = report("Trade", "Talks went on. The chief executive of Norda, Ana Ruiz, said Norda would dismiss nobody.")


@pytest.mark.parametrize(
    ("question", "editions"),
    [
        ("How many diplomats did Washington expel?", [REQUEST, REFUSAL]),  # nobody says what Washington did
        ("How many diplomats did the United States expel?", [REQUEST, REFUSAL]),
        ("How many diplomats did the White House expel?", [REQUEST, REFUSAL]),
        ("How many diplomats did Obama expel?", [REQUEST, REFUSAL]),
        ("How many diplomats were expelled?", [REQUEST, REFUSAL]),  # neither by whom nor whose
        ("How many envoys did London recall?", [EMBASSY]),  # the embassy is in London, but Kenya's
        ("How many envoys did Britain recall?", [EMBASSY]),
        ("When did Iran bomb the reactor?", [STRIKE]),  # the other way round
        ("When did Iran bomb the reactor?", [UNLIKE]),  # two that may have done it
        ("When did Israel bomb the Syrian reactor?", [STRIKE]),  # another reactor
        ("How many people did Ruiz's rival Holm dismiss?", [LAYOFFS]),  # another company
    ],
)
def test_a_denial_by_or_about_somebody_else_is_no_denial(question: str, editions: list[Edition]) -> None:
    assert against(question, *editions) == Premise()


@pytest.mark.parametrize(
    ("question", "editions", "denial"),
    [
        ("How many diplomats did Moscow expel?", [REQUEST, REFUSAL], "We will not expel anyone"),
        ("How many diplomats did the Kremlin expel?", [REQUEST, REFUSAL], "We will not expel anyone"),
        ("How many envoys did Nairobi recall?", [EMBASSY], "Kenya will not recall anyone"),
        ("When did Israel bomb the Iranian reactor?", [STRIKE], "Israel did not bomb"),
        ("How many people did Norda dismiss?", [LAYOFFS], "Norda would dismiss nobody"),
    ],
)
def test_a_denial_by_the_one_who_is_asked_about(question: str, editions: list[Edition], denial: str) -> None:
    (draft,) = against(question, *editions).drafts
    assert denial in draft.text


@pytest.mark.parametrize(
    "done",
    [
        "Russia on Saturday ordered 12 American diplomats to leave the country.",  # in other words
        "Twelve American diplomats were expelled on Saturday.",  # without saying by whom
        "Twelve American diplomats were expelled by Moscow on Saturday.",
        "The American diplomats whom Russia expelled flew home.",
        "Moscow has deported 12 American diplomats.",
    ],
)
def test_a_premise_that_another_article_affirms_is_not_called_false(done: str) -> None:
    later = report("Ledger", done, "2017-01-02")
    assert against("How many US diplomats did Russia expel?", REFUSAL, later) == Premise()


@pytest.mark.parametrize(
    "limited",
    [
        "Russia will not expel anyone but the ambassador.",
        "Russia did not expel any British diplomats.",
        "Russia did not expel British diplomats.",
    ],
)
def test_a_denial_of_less_than_is_asked_about_is_none(limited: str) -> None:
    for question in ("How many US diplomats did Russia expel?", "How many diplomats did Russia expel?"):
        assert against(question, report("Ledger", limited, "2017-01-02")) == Premise()


DAM = report(
    "Ledger",
    "Norway will send 120 engineers to rebuild the dam. Italy was asked as well but declined, saying it had no money.",
    "2024-06-11",
)
DRUG = report("Argus", "The regulator has not approved Moravax. It approved Tellivax on Wednesday.", "2024-04-18")
AWARD = report("Trade", "Ines Toro has declined the Meridian Prize. Karim Daoud may get it.", "2024-10-17")


@pytest.mark.parametrize(
    ("question", "edition", "denial"),
    [
        ("How many engineers will Italy send?", DAM, "Italy was asked as well but declined"),
        ("How many engineers did Italy send?", DAM, "Italy was asked as well but declined"),
        ("When did the regulator approve Moravax?", DRUG, "has not approved Moravax"),
        ("When did Ines Toro accept the Meridian Prize?", AWARD, "has declined the Meridian Prize"),
    ],
)
def test_a_refusal_denies_what_was_asked_for(question: str, edition: Edition, denial: str) -> None:
    outcome = against(question, edition)
    assert [denial in draft.text for draft in outcome.drafts] == [True]
    assert outcome.notice is not None


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("How many engineers will Norway send?", DAM),  # it was Italy that declined
        ("Did Norway refuse to send engineers?", report("Ledger", "Norway was asked for engineers. Norway refused.")),
        ("How many tents will Italy buy?", DAM),  # another deed
        ("Will Italy send engineers?", DAM),  # takes nothing for granted
        ("When did the regulator approve Tellivax?", DRUG),  # another drug was not approved
        ("When did Karim Daoud accept the Meridian Prize?", AWARD),
        ("How many engineers will Italy send?", report("Ledger", "Exports of Italy declined. It will send engineers.")),
    ],
)
def test_a_refusal_by_somebody_else_or_of_something_else_denies_nothing(question: str, edition: Edition) -> None:
    assert against(question, edition) == Premise()


OFF = report(
    "Ledger", "Rail workers in Portugal have called off their strike. A bus strike in Porto goes on.", "2024-03-14"
)
SHOW = report("Argus", "The opening concert in Bregenz was cancelled because of a storm. It had sold 5,000 tickets.")


@pytest.mark.parametrize(
    ("question", "edition", "denial"),
    [
        ("How many trains were cancelled in the rail strike in Portugal?", OFF, "called off their strike"),
        ("How many people attended the opening concert in Bregenz?", SHOW, "was cancelled because of a storm"),
    ],
)
def test_what_happened_at_an_event_that_was_called_off_is_a_false_premise(
    question: str, edition: Edition, denial: str
) -> None:
    outcome = against(question, edition)
    assert [denial in draft.text for draft in outcome.drafts] == [True]
    assert outcome.notice is not None


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("Why did rail workers in Portugal call off their strike?", OFF),  # that is what is asked
        ("Why was the opening concert in Bregenz cancelled?", SHOW),
        ("How many buses has the bus strike in Porto stopped?", OFF),  # another strike
        ("How many people attended the closing concert in Bregenz?", SHOW),
        ("How many people attended the opening concert?", SHOW),  # wherever it was
        ("Was the opening concert in Bregenz cancelled?", SHOW),
        (
            "How many people attended the opening concert in Bregenz?",
            report(
                "Argus",
                "The opening concert in Bregenz was cancelled. The opening concert in Bregenz was held in May.",
            ),
        ),
        ("Who sang at the concert in Bregenz?", report("Argus", "The concert in Bregenz may be cancelled.")),
        ("Who sang at the concert in Bregenz?", report("Argus", "Nora nearly cancelled the concert in Bregenz.")),
    ],
)
def test_no_event_is_taken_for_called_off_that_is_another_or_was_held(question: str, edition: Edition) -> None:
    assert against(question, edition) == Premise()


@pytest.mark.parametrize(
    ("question", "text", "is_denial"),
    [
        ("Which company bought Zenit?", "The company Marn did not buy Zenit.", False),
        ("Which company bought Zenit?", "No company bought Zenit.", True),
        ("Which states banned Zenit?", "The state of Halden did not ban Zenit.", False),
        ("Which states banned Zenit?", "No states banned Zenit.", True),
    ],
)
def test_that_one_did_not_is_no_denial_where_it_is_asked_which_did(question: str, text: str, is_denial: bool) -> None:
    outcome = against(question, report("Ledger", text))
    assert [draft.text for draft in outcome.drafts] == [text] * is_denial
