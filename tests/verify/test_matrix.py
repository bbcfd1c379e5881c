"""What verification accepts and rejects: a claim, what it cites, and the outcome (``ok`` or the reason).

Sources are short sentences in our own words. Where a row needs an article around the cited sentence (a title, a day of
publication, sentences before it), it stands in the fourth place.
"""

from typing import Any, NamedTuple

import pytest

from tests.verify.cases import outcome

OK = "supported"
NUMBER, NAME, DATE = "number_not_in_source", "name_not_in_source", "date_not_in_source"
QUOTE, POLARITY = "quote_not_in_source", "polarity"
SPEAKER, MODALITY, QUANTIFIER, SUPPORT = "speaker", "modality", "quantifier", "low_support"


class Row(NamedTuple):
    claim: str
    cited: str | tuple[str, ...]
    expected: str
    around: dict[str, Any] = {}  # noqa: RUF012 - read only


EXPELLED = "The ministry said on Thursday that 35 diplomats had 72 hours to leave."
REFUSED = "President Vladimir Putin said he would not expel anyone, although the ministry had proposed it."
PUBLISHED = {"published_at": "2016-12-30"}  # a Friday

NUMBERS = [
    Row("Some 35 diplomats had to leave.", EXPELLED, OK),
    Row("Thirty-five diplomats had to leave.", EXPELLED, OK),
    Row("Thirty five diplomats had to leave.", EXPELLED, OK),
    Row("Thirty-\nfive diplomats had to leave.", EXPELLED, OK),
    Row("Thirty-six diplomats had to leave.", EXPELLED, NUMBER),
    Row("36 diplomats had to leave.", EXPELLED, NUMBER),
    Row("The diplomats had 73 hours to leave.", EXPELLED, NUMBER),
    Row("The diplomats had 35 hours to leave.", "The diplomats, 35 of them, had 72 hours to leave.", NUMBER),
    Row("35 diplomats were sent home.", "Thirty-five diplomats were sent home on a plane.", OK),
    Row("24 ships left port.", "Two dozen ships left port at dawn.", OK),
    Row("Two dozen ships left port.", "In all, 24 ships left port.", OK),
    Row("A dozen ships left port.", "In all, 12 ships left port.", OK),
    Row("A dozen ships left port.", "In all, 13 ships left port.", NUMBER),
    Row("Half a dozen ships left port.", "In all, six ships left port.", OK),
    Row("The bank lost $1.2bn.", "The bank lost 1,200 million dollars last year.", OK),
    Row("The bank lost 1.2 billion dollars.", "The bank lost $1,200m, it said.", OK),
    Row("The bank lost $1.2 billion.", "The bank lost $1.3 billion, it said.", NUMBER),
    Row("The bank lost $1.2 million.", "The bank lost $1.2 billion, it said.", NUMBER),
    Row("The bank lost £1.2 billion.", "The bank lost $1.2 billion, it said.", NUMBER),
    Row("The bank lost US$5 million.", "The bank lost five million dollars, it said.", OK),
    Row("The bank lost A$5 million.", "The bank lost US$5 million, it said.", NUMBER),
    Row("The fine came to €1.5 million.", "The fine came to 1.5 million euros in the end.", OK),
    Row("Turnout was 35%.", "Turnout was 35 percent, the board said.", OK),
    Row("Turnout was 35 per cent.", "Turnout was 35%, the board said.", OK),
    Row("Turnout was thirty-five percent.", "Turnout was 35 %, the board said.", OK),
    Row("Turnout was 35 percent.", "Only 35 people turned out.", NUMBER),
    Row("It rose by 5 percentage points.", "It rose by 5 percent over the year.", NUMBER),
    Row("Half of the voters stayed at home.", "The board said 50% of the voters stayed at home.", OK),
    Row("Two-thirds of the seats are empty.", "Two thirds of the seats are empty these days.", OK),
    Row("Two-thirds of the seats are empty.", "Three quarters of the seats are empty these days.", NUMBER),
    Row("It is her third term.", "She begins her 3rd term on Monday.", OK),
    Row("It is her 3rd term.", "She begins her fourth term on Monday.", NUMBER),
    Row("Between 30 and 35 people came.", "Between 30-35 people came, he said.", OK),
    Row("The cost is $2 million to $3 million.", "The cost is $2-3 million, she said.", OK),
    Row("The cost is $2 million to $4 million.", "The cost is $2-3 million, she said.", NUMBER),
    Row("Some 1,200 people came.", "Some 1 200 people came.", OK),
    Row("Some 1200 people came.", "Some 1.200 people came.", OK),
    Row("Some 12 people came.", "Some 1.2 people came, on average.", NUMBER),
    Row("Hundreds of people marched.", "About 800 people marched through town.", OK),
    Row("Thousands of people marched.", "About 800 people marched through town.", NUMBER),
    Row("More than 100 people marched.", "In all, 116 people marched through town.", OK),
    Row("More than 200 people marched.", "In all, 116 people marched through town.", NUMBER),
    Row("Nearly 1.2 million people left.", "Figures show that 1,197,432 people left.", OK),
    Row("The raid began at 9:45 p.m.", "The raid began at 21:45 and was over soon.", OK),
    Row("The raid began at 9:45 a.m.", "The raid began at 21:45 and was over soon.", NUMBER),
    Row("It was minus five degrees.", "It was -5 degrees at noon.", OK),
    Row("It was five degrees.", "It was -5 degrees at noon.", NUMBER),
    Row("He flew an F-16.", "He flew an F-16 over the base.", OK),
    Row("He flew an F-15.", "He flew an F-16 over the base.", NUMBER),
    Row("The G20 met in Bali.", "The G-20 met in Bali.", OK),
    Row("The office has 35 staff.", "המשרד: ٣٥ staff", OK),
    Row("كان هناك 35 دبلوماسيا", "كان هناك ٣٥ دبلوماسيا في موسكو", OK),
    Row("كان هناك 36 دبلوماسيا", "كان هناك ٣٥ دبلوماسيا في موسكو", NUMBER),
    Row("मंत्रालय ने 35 राजनयिकों को निकाला", "मंत्रालय ने ३५ राजनयिकों को निकाला है", OK),
    Row("外交部要求驱逐三十五名外交官", "外交部要求驱逐35名外交官。", OK),
    Row("外交部要求驱逐36名外交官", "外交部要求驱逐35名外交官。", NUMBER),
    Row("损失达35万元", "损失达350000元。", OK),
]

DATES = [
    Row("It began on Dec. 30.", "It began on December 30 at dawn.", OK),
    Row("It began on 30 December.", "It began on Dec. 30 at dawn.", OK),
    Row("It began on 30th December.", "It began on December 30, 2016, at dawn.", OK),
    Row("It began on December 30.", "It began on 2016-12-30 at dawn.", OK),
    Row("It began on December 30, 2016.", "It began on 2016-12-30 at dawn.", OK),
    Row("It began on December 31.", "It began on December 30 at dawn.", DATE),
    Row("It began on November 30.", "It began on December 30 at dawn.", DATE),
    Row("It began on December 30, 2017.", "It began on December 30, 2016, at dawn.", DATE),
    Row("It began on December 30, 2016.", "It began on December 30 at dawn.", DATE),
    Row("It began on December 30, 2016.", "It began on December 30 at dawn.", OK, PUBLISHED),
    Row("It began on December 30, 2015.", "It began on December 30 at dawn.", DATE, PUBLISHED),
    Row("The talks opened on Thursday.", EXPELLED.replace("that 35", "as talks opened that 35"), OK),
    Row("The talks opened on Friday.", "The talks opened on Thursday in Geneva.", DATE),
    Row("The talks opened on Friday.", "The talks opened in Geneva.", DATE),
    Row("The talks opened on Friday.", "The talks opened in Geneva.", OK, PUBLISHED),
    Row("The talks opened on Thursday.", "The talks opened in Geneva yesterday.", OK, PUBLISHED),
    Row("The talks opened on December 29.", "The talks opened in Geneva on Thursday.", OK, PUBLISHED),
    Row("The talks opened on December 28.", "The talks opened in Geneva on Thursday.", DATE, PUBLISHED),
    Row("The talks opened in 2016.", "The talks opened in Geneva in 2016.", OK),
    Row("The talks opened in 2015.", "The talks opened in Geneva in 2016.", DATE),
    Row("The war ended in the 1990s.", "The war ended in the '90s.", OK),
    Row("The war ended in the 1980s.", "The war ended in the 1990s.", DATE),
    Row("He may leave in May.", "He may leave in May, aides said.", OK),
    Row("He may leave in March.", "He may leave in May, aides said.", DATE),
    Row("会谈于2016年12月30日开始", "会谈于2016年12月30日在日内瓦开始。", OK),
    Row("会谈于2016年12月31日开始", "会谈于2016年12月30日在日内瓦开始。", DATE),
]

NAMES = [
    Row("Putin said he would not expel anyone.", REFUSED, OK),
    Row("Vladimir Putin said he would not expel anyone.", REFUSED, OK),
    Row("Mr. Putin said he would not expel anyone.", REFUSED, OK),
    Row("Vla\u00addi\u200bmir Pu\u00adtin said he would not expel anyone.", REFUSED, OK),
    Row("Igor Putin said he would not expel anyone.", REFUSED, NAME),
    Row("Lavrov said he would not expel anyone.", REFUSED, NAME),
    Row("Putin's ministry had proposed it.", REFUSED, OK),
    Row("Vladimir Putin decided.", "Putin decided alone.", OK, {"rest": ("Vladimir Putin met aides on Friday.",)}),
    Row("Vladimir Putin decided.", "Putin decided alone.", OK, {"title": "Vladimir Putin decides"}),
    Row("Vladimir Putin decided.", "Putin decided alone.", NAME),
    Row("Igor Putin decided.", "Putin decided alone.", NAME, {"rest": ("Vladimir Putin met Igor Sechin on Friday.",)}),
    Row("President Putin decided.", "Putin decided alone.", NAME),
    Row("President Putin decided.", "Putin decided alone.", OK, {"rest": ("The president met aides.",)}),
    Row("Putin decided.", "He decided alone.", OK, {"rest": ("Putin met aides on Friday.",)}),
    Row("Lavrov decided.", "He decided alone.", NAME, {"rest": ("Lavrov spoke.", "Putin met aides on Friday.")}),
    Row("The US closed two compounds.", "The United States closed two compounds.", OK),
    Row("The U.S. closed two compounds.", "America closed two compounds.", OK),
    Row("The USA closed two compounds.", "The U.S. closed two compounds.", OK),
    Row("The US closed two compounds.", "Let us say that Russia closed two compounds.", NAME),
    Row("Russia's envoy left.", "The Russian envoy left.", OK),
    Row("French police arrested him.", "Police in France arrested him.", OK),
    Row("German police arrested him.", "Police in France arrested him.", NAME),
    Row("The UN condemned the strike.", "The United Nations condemned the strike.", OK),
    Row("The International Atomic Energy Agency met.", "The IAEA met in Vienna.", OK),
    Row("The FBI opened a case.", "The Federal Bureau of Investigation opened a case.", OK),
    Row("The CIA opened a case.", "The Federal Bureau of Investigation opened a case.", NAME),
    Row(
        "The Main Intelligence Directorate is under sanctions.",
        "The GRU is under sanctions.",
        NAME,
    ),
    Row(
        "The GRU is under sanctions.",
        "The Main Intelligence Directorate is under sanctions.",
        OK,
        {"rest": ("It is the Main Intelligence Directorate, or GRU.",)},
    ),
    Row("The summit was in Saint Petersburg.", "The summit was in St. Petersburg.", OK),
    Row("PUTIN SAID HE WOULD NOT EXPEL ANYONE", REFUSED, OK),
    Row("putin said he would not expel anyone", REFUSED, OK),
    Row("Angela Merkel said no.", "Ángela Merkel said no to the plan.", OK),
    Row("Müller won the race.", "Mu\u0308ller won the race in Kiel.", OK),
    Row("Zelensky met Trump.", "Trump met reporters.", NAME),
    Row("Officials met reporters.", "Aides of the mayor met reporters.", OK),
    Row("Путин сказал, что никого не вышлет.", "Владимир Путин сказал, что никого не вышлет.", OK),
    Row("Лавров сказал, что никого не вышлет.", "Владимир Путин сказал, что никого не вышлет.", NAME),
    Row("Ο Τσίπρας παραιτήθηκε.", "Ο Μητσοτάκης παραιτήθηκε χθες.", NAME),
    Row("普京说不会驱逐任何人", "普京说他不会驱逐任何人。", OK),
    Row("拉夫罗夫说不会驱逐任何人", "普京说他不会驱逐任何人。", NAME),
    Row("弗拉基米尔·普京发表声明", "弗拉基米尔·普京周五发表声明。", OK),
    Row("谢尔盖·拉夫罗夫发表声明", "弗拉基米尔·普京周五发表声明。", NAME),
    Row("プーチン大統領は誰も追放しない", "ロシアのプーチン大統領は誰も追放しないと述べた。", OK),
    Row("トランプ大統領は誰も追放しない", "ロシアのプーチン大統領は誰も追放しないと述べた。", NAME),
    Row("قال الرئيس بوتين إنه لن يطرد أحدا", "قال الرئيس بوتين إنه لن يطرد أحدا من الدبلوماسيين", OK),
    Row("قال الرئيس ترامب إنه لن يطرد أحدا", "قال الرئيس بوتين إنه لن يطرد أحدا من الدبلوماسيين", NAME),
    Row("राष्ट्रपति पुतिन ने कहा", "राष्ट्रपति पुतिन ने शुक्रवार को कहा", OK),
    Row("राष्ट्रपति ट्रंप ने कहा", "राष्ट्रपति पुतिन ने शुक्रवार को कहा", NAME),
]

SAID = "“We will not drop to this level of irresponsible diplomacy,” the president’s office said on Friday."
QUOTES = [
    Row('He spoke of "irresponsible diplomacy".', SAID, OK),
    Row("He spoke of ‘irresponsible diplomacy’.", SAID, OK),
    Row("He spoke of «irresponsible diplomacy».", SAID, OK),
    Row("He spoke of „irresponsible diplomacy“.", SAID, OK),
    Row("He spoke of “irre\u00adsponsible\u00a0diplo\u200bmacy”.", SAID, OK),
    Row("He spoke of “irrespon-\nsible diplomacy”.", SAID, OK),
    Row("He spoke of “responsible diplomacy”.", SAID, QUOTE),
    Row("“We will drop to this level,” his office said.", SAID, QUOTE),
    Row("“We will not drop to this level … diplomacy,” his office said.", SAID, OK),
    Row("“We will not […] diplomacy,” his office said.", SAID, OK),
    Row("“Diplomacy … level,” his office said.", SAID, QUOTE),
    Row("“[The state] will not drop to this level,” his office said.", SAID, OK),
    Row("“We will not drop to [such a] level,” his office said.", SAID, OK),
    Row("“[w]e will not drop to this level,” his office said.", SAID, OK),
    Row("“Efﬁcient ofﬁces,” she said.", '"Efficient offices," she said of the plan.', OK),
    Row("‘He said “no” to me,’ she recalled.", "“He said ‘no’ to me,” she recalled at the trial.", OK),
    Row("“We will not expel anyone,” he said.", '"We will not," he said, "expel anyone."', OK),
    Row("He gave “strong” support.", "He gave support.", QUOTE),
    Row("“它不会发生”，他说", "他说：“它不会发生，我保证。”", OK),
    Row("“它会发生”，他说", "他说：“它不会发生，我保证。”", QUOTE),
    Row("「誰も追放しない」と述べた", "大統領は「誰も追放しない」と述べた。", OK),
    Row("«Мы никого не вышлем», — сказал он.", "Он сказал: «Мы никого не вышлем».", OK),
    Row("«Мы всех вышлем», — сказал он.", "Он сказал: «Мы никого не вышлем».", QUOTE),
    Row("Democrats' plan won't pass, he said.", "He said the Democrats’ plan won’t pass the House.", OK),
]

NEGATION = [
    Row("Putin said he would expel someone.", REFUSED, POLARITY),
    Row("Putin would expel diplomats.", REFUSED, POLARITY),
    Row("Putin decided not to expel anyone.", REFUSED, OK),
    Row("Putin refused to expel anyone.", REFUSED, OK),
    Row("The ministry had proposed it.", REFUSED, OK),
    Row("The ministry had not proposed it.", REFUSED, POLARITY),
    Row("Russia will not leave the treaty.", "Russia won't leave the treaty, he said.", OK),
    Row("Russia will leave the treaty.", "Russia won’t leave the treaty, he said.", POLARITY),
    Row("Russia will leave the treaty.", "Russia will never leave the treaty, he said.", POLARITY),
    Row("Russia was involved in the hack.", "Russia has denied any involvement in the hack.", POLARITY),
    Row("Russia denied involvement in the hack.", "Russia has denied any involvement in the hack.", OK),
    Row("Russia interfered in the election.", "Putin denied that Russia interfered in the election.", POLARITY),
    Row("Parliament approved the bill.", "Parliament rejected the bill.", POLARITY),
    Row("Parliament rejected the bill.", "Parliament approved the bill.", POLARITY),
    Row("Parliament turned down the bill.", "Parliament rejected the bill.", OK),
    Row("The bank failed to pay.", "The bank paid on time.", POLARITY),
    Row("The bank did not pay.", "The bank failed to pay on time.", OK),
    Row("The bank paid on time.", "The bank failed to pay on time.", POLARITY),
    Row("He ruled out a ban.", "He did not rule out a ban.", POLARITY),
    Row("He did not rule out a ban.", "He ruled out a ban.", POLARITY),
    Row("He did not rule out a ban.", "He did not rule out a ban on exports.", OK),
    Row("They left with a deal.", "They left without a deal.", POLARITY),
    Row("There was evidence of fraud.", "There was no evidence of fraud.", POLARITY),
    Row("Somebody was hurt.", "Nobody was hurt in the blast.", POLARITY),
    Row("A strike is likely.", "A strike is unlikely, the union said.", POLARITY),
    Row("A strike is unlikely.", "A strike is not likely, the union said.", OK),
    Row("Three ships came.", "Not only three ships came but the whole fleet.", OK),
    Row("Only three ships came.", "Not only three ships came but the whole fleet.", POLARITY),
    Row("He will go, but she will not.", "He will go, but she will not.", OK),
    Row("She will go.", "He will go, but she will not go.", POLARITY),
    Row("“We will [not] drop to this level,” his office said.", SAID.replace(" not", ""), POLARITY),
    Row("Putin did not ex\u00adpel anyone.", "Putin did not expel anyone.", OK),
    Row("Putin did no\u00adt expel anyone.", "Putin did not expel anyone.", OK),
    Row("He cannot run.", "He can run again next year.", POLARITY),
    Row("The court did not hear him.", "The court heard him on Monday.", POLARITY),
]

LAVROV = "Lavrov said Russia would answer the sanctions, and Putin left for his house in Sochi."
SPEAKERS = [
    Row("Lavrov said Russia would answer the sanctions.", LAVROV, OK),
    Row("Putin said Russia would answer the sanctions.", LAVROV, NAME),
    Row("Putin said that the sanctions would get an answer.", LAVROV, SPEAKER),
    Row("According to Putin, Russia would answer the sanctions.", LAVROV, SPEAKER),
    Row("Russia would answer the sanctions, Lavrov said.", LAVROV, OK),
    Row("Sergei Lavrov said Russia would answer.", "“Russia will answer,” said Sergei Lavrov.", OK),
    Row("Putin said Russia would answer the sanctions.", LAVROV.replace("Lavrov", "He"), OK),
    Row(
        "Putin said Russia would answer the sanctions.",
        ("Putin was told of it.", "Lavrov met reporters.", "He said Russia would answer the sanctions."),
        SPEAKER,
    ),
    Row(
        "Lavrov said Russia would answer the sanctions.",
        ("Putin was told of it.", "Lavrov met reporters.", "He said Russia would answer the sanctions."),
        OK,
    ),
]

PROPOSED = "The ministry proposed expelling 35 diplomats, and parliament may close the school next week."
MODES = [
    Row("The ministry proposed expelling 35 diplomats.", PROPOSED, OK),
    Row("The ministry expelled 35 diplomats.", PROPOSED, MODALITY),
    Row("Parliament closed the school.", PROPOSED, MODALITY),
    Row("Parliament may close the school.", PROPOSED, OK),
    Row("The ministry asked to expel 35 diplomats.", "The ministry asked Putin to expel 35 diplomats.", OK),
    Row("The ministry expelled 35 diplomats.", "The ministry asked Putin to expel 35 diplomats.", MODALITY),
    Row("The ministry expelled 35 diplomats.", "The ministry has expelled 35 diplomats.", OK),
    Row("Common joined the cast.", "Common signed a deal to join the cast.", OK),
    Row("The club filed a complaint.", "The club plans to file a complaint with the league.", MODALITY),
    Row("The club closed its doors.", "The club wants to quietly close its doors.", MODALITY),
    Row("The club filed a complaint.", "The club went to court to file a complaint.", OK),
]

LEAVE = "The 35 diplomats were told to leave within 72 hours."
DEEDS = [
    Row("The diplomats died.", LEAVE, SUPPORT),
    Row("Obama resigned.", "President Obama ordered the expulsions.", SUPPORT),
    Row("Putin bombed the embassy in Moscow.", "Putin spoke of the embassy in Moscow on Friday.", SUPPORT),
    Row("Putin spoke of the embassy in Moscow.", "Putin spoke of the embassy in Moscow on Friday.", OK),
    Row("Two men were killed in the crash.", "Two men died in the crash on Friday.", OK),
    Row("Two men were married in the crash.", "Two men died in the crash on Friday.", SUPPORT),
    Row("Obama married an old friend from school in a quiet ceremony.", "Obama ordered the expulsions.", SUPPORT),
    Row("The diplomats must leave.", LEAVE, OK),
    Row("The diplomats were told to leave.", LEAVE, OK),
]
UNITS = [
    Row("They got three days.", "They got 72 hours to leave.", OK),
    Row("They got four days.", "They got 72 hours to leave.", NUMBER),
    Row("He got five months.", "He got five years in prison.", NUMBER),
    Row("The road is 10 km long.", "The road is 10 miles long.", NUMBER),
    Row("The road is 10 kilometres long.", "The road is 10 km long.", OK),
    Row("He got five.", "He got five years in prison.", OK),
]
QUANTIFIERS = [
    Row("All of the diplomats left.", "Some of the 35 diplomats left.", QUANTIFIER),
    Row("Most diplomats left.", "Several diplomats left.", QUANTIFIER),
    Row("Some diplomats left.", "Most diplomats left.", OK),
    Row("All diplomats left.", "The diplomats left.", OK),
    Row("Every diplomat left.", "All diplomats left.", OK),
]
ALLEGED = [
    Row("Russia hacked the party.", "Russia is accused of hacking the party.", MODALITY),
    Row("Russia hacked the party.", "Russia is alleged to have hacked the party.", MODALITY),
    Row("Three companies supported the GRU.", "Three companies allegedly supported the GRU.", MODALITY),
    Row("Russia is accused of hacking the party.", "Washington accuses Russia of hacking the party.", OK),
    Row("Russia hacked the party.", "Russia hacked the party, officials said.", OK),
    Row("Parliament will vote on Friday.", "Parliament may vote on Friday.", MODALITY),
    Row("Parliament will vote on Friday.", "Parliament will vote on Friday.", OK),
]

TABLE = [*DEEDS, *UNITS, *QUANTIFIERS, *ALLEGED, *NUMBERS, *DATES, *NAMES, *QUOTES, *NEGATION, *SPEAKERS, *MODES]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.claim} <- {row.expected}")
def test_the_matrix(row: Row) -> None:
    assert row.expected == outcome(row.claim, row.cited, **row.around)


@pytest.mark.parametrize(
    "text", sorted({c for row in TABLE for c in ([row.cited] if isinstance(row.cited, str) else row.cited)})
)
def test_a_sentence_of_the_matrix_supports_itself(text: str) -> None:
    assert outcome(text, text) == OK


@pytest.mark.parametrize("question", ["Did the diplomats leave?", "What is seven times eight?"])
def test_a_question_states_nothing_even_word_for_word(question: str) -> None:
    assert outcome(question, question) == SUPPORT
