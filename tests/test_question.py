"""What `understand` makes of a question."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.question import understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who resigned?", "who"),
        ("By whom was the envoy recalled?", "who"),
        ("Which company lost the contract?", "who"),
        ("When does the ban begin?", "when"),
        ("In what year was the treaty signed?", "when"),
        ("Where did the talks take place?", "where"),
        ("In which city did they meet?", "where"),
        ("How many envoys were recalled?", "how_many"),
        ("What number of envoys was recalled?", "how_many"),
        ("How long did they have?", "how_long"),
        ("How much did it cost?", "how_much"),
        ("How old is the minister?", "how_much"),
        ("What did the minister say?", "what_said"),
        ("What has Maria Lopez said about the ban?", "what_said"),
        ("What did the Treasury announce?", "what_said"),
        ("Did anyone resign?", "yes_no"),
        ("Has the man who won the vote spoken?", "yes_no"),
        ("Wasn't the envoy recalled?", "yes_no"),
        ("Why was the envoy recalled?", "why"),
        ("For what reason was the envoy recalled?", "why"),
        ("How did the market react?", "how"),
        ("What is the IMF?", "definition"),
        ("Who is Maria Lopez?", "definition"),
        ("What does IMF stand for?", "definition"),
        ("What is the capital of Peru?", "what"),
        ("Who is the president of Peru?", "who"),
        ("When the bank failed, who paid?", "who"),
        ("Nine men were arrested this week. What are they charged with?", "what"),
        ("Tell me about the sanctions", "other"),
        ("sanctions envoy", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_answer_is_recognised(question: str, kind: str) -> None:
    assert understand(question).kind == kind


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many envoys, from where, how long did they have?", ("how_many", "where", "how_long")),
        ("Who resigned, and when?", ("who", "when")),
        ("When and where was the treaty signed?", ("when", "where")),
        ("Who resigned? Why?", ("who", "why")),
        ("Who is the minister, who resigned on Monday?", ("who",)),
    ],
)
def test_each_part_of_a_question_has_its_kind(question: str, kinds: tuple[str, ...]) -> None:
    assert understand(question).kinds == kinds


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Maria Lopez say to the IMF in New York?", ("Maria Lopez", "IMF", "New York")),
        ("Was Peru's minister in the U.S. in May?", ("Peru", "U.S.")),
        ("Diplomats were expelled by whom?", ()),
        ("NATO did what?", ("NATO",)),
        ("who is maria lopez", ()),
        ("WHAT DID MARIA LOPEZ SAY?", ()),
    ],
)
def test_names_are_what_is_capitalised_inside_the_question(question: str, names: tuple[str, ...]) -> None:
    assert understand(question).names == names


def test_words_are_the_content_words_once_and_in_lower_case() -> None:
    assert understand("How long did the Envoy and the envoy of Peru stay in Peru?").words == ("envoy", "peru", "stay")


def test_the_verb_that_asks_for_a_meaning_is_not_searched_for() -> None:
    assert understand("What does GRU stand for?").words == ("gru",)
    assert understand("What does persona non grata mean?").words == ("persona", "non", "grata")
    assert understand("Where does the minister stand?").words == ("minister", "stand")


def test_us_in_capitals_is_a_country_and_not_a_pronoun() -> None:
    assert understand("Did the US tell us?").words == ("us",)
    assert understand("Did the U.S. tell them?").words == ("us",)
    assert understand("Did he tell us?").words == ("did", "he", "tell", "us")


def test_a_shouted_question_is_read_like_a_quiet_one() -> None:
    loud, quiet = understand("HOW MANY ENVOYS DID PERU EXPEL?"), understand("how many envoys did peru expel?")
    assert (loud.kinds, loud.words, loud.focus) == (quiet.kinds, quiet.words, quiet.focus)


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Lopez say?", "Lopez"),
        ("What has the foreign minister said about the ban?", "foreign minister"),
        ("What did Peru's president later announce?", "Peru's president"),
        ("Who said that?", None),
    ],
)
def test_the_speaker_stands_between_the_auxiliary_and_the_verb_of_saying(question: str, speaker: str | None) -> None:
    assert understand(question).speaker == speaker


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("How many Peruvian envoys left?", "envoys"),
        ("Which company lost?", "company"),
        ("Who lost?", None),
    ],
)
def test_the_focus_is_what_is_counted_or_chosen(question: str, focus: str | None) -> None:
    assert understand(question).focus == focus


def test_quoted_phrases_are_kept_whole_in_straight_and_curly_quotes() -> None:
    assert understand('Who said "we will pay" and “nobody else”?').quoted == ("we will pay", "nobody else")


def test_negation_is_noticed() -> None:
    assert understand("Why won’t Peru pay?").negated
    assert not understand("Why will Peru pay?").negated


@pytest.mark.parametrize(
    "question",
    [
        "Что сказал министр?",
        "部長は何と言いましたか?",
        "ماذا قال الوزير؟",
        "¿Qué dijo el ministro?",
        "Wer hat den Botschafter nach Hause geschickt?",
        "Qui a expulsé les diplomates?",
        "Quem disse que não?",
    ],
)
def test_a_question_that_is_clearly_not_english_is_refused(question: str) -> None:
    assert understand(question).refusal == "unsupported_language"


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor of Los Angeles say in El Paso?",
        "Who plays der Kommissar in Das Boot?",
        "What does 部長 mean?",
        "Is La La Land a film?",
        "Merkel Sarkozy Hollande",
        "Who is Jürgen Müller?",
        "NATO?",
        "2016?",
    ],
)
def test_english_with_foreign_names_is_not_refused(question: str) -> None:
    assert understand(question).refusal is None


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=200)
def test_any_text_is_understood_the_same_way_twice(text: str) -> None:
    query = understand(text)
    assert query == understand(text)
    assert query.kinds
    assert len(set(query.words)) == len(query.words)
    assert query.text == " ".join(text.split())


def test_a_long_question_takes_no_longer_than_its_length() -> None:
    def seconds(times: int) -> float:
        question = "What did " + "the army, two mayors and " * times + "the union announce?"
        took = []
        for _ in range(3):
            began = time.process_time()
            understand(question)
            took.append(time.process_time() - began)
        return min(took)

    assert seconds(2_400) < 24 * seconds(300)  # 8 times as long; with the square of its length it were 64 times
