"""Words about names: countries and their people, titles, honorifics, short forms, words that begin sentences."""

from qa.words import STOP_WORDS, word_set


def _groups(table: str) -> dict[str, str]:
    """One group a line; every word of it (``_`` for a space) has the group's first word for its key."""
    lines = [line.split() for line in table.splitlines() if line]
    return {word.replace("_", " "): line[0] for line in lines for word in line}


# Only what no ending explains: Russia, Russian, Russians are found equal by themselves.
SAME = _groups("""
us usa america american americans united_states united_states_of_america
uk britain british briton britons great_britain united_kingdom
eu european_union
un united_nations
uae emirati emiratis united_arab_emirates emirates
france french frenchman frenchwoman
germany german germans
netherlands dutch holland
spain spanish spaniard spaniards
switzerland swiss
greece greek greeks
ireland irish irishman
wales welsh
scotland scottish scots scot scotsman
england english englishman
denmark danish dane danes
finland finnish finn finns
sweden swedish swede swedes
norway norwegian norwegians
poland polish pole poles
turkey turkish turk turks turkiye
china chinese
japan japanese
israel israeli israelis
iraq iraqi iraqis
iran iranian iranians
pakistan pakistani pakistanis
afghanistan afghan afghans
ukraine ukrainian ukrainians
canada canadian canadians
mexico mexican mexicans
brazil brazilian brazilians
peru peruvian peruvians
argentina argentine argentinian argentines
philippines philippine filipino filipinos
thailand thai thais
vietnam vietnamese
kuwait kuwaiti kuwaitis
yemen yemeni yemenis
lebanon lebanese
cyprus cypriot cypriots
hungary hungarian hungarians
czechia czech czechs
slovakia slovak slovaks
croatia croatian croat croats
serbia serbian serb serbs
kazakhstan kazakh kazakhs
uzbekistan uzbek uzbeks
europe european europeans
africa african africans
asia asian asians
nato otan
nyc new_york new_york_city
los_angeles la
washington washington_dc
st saint
mt mount
ft fort
""")

TITLES = word_set(
    """president minister prime foreign defence defense secretary chancellor king queen prince princess pope senator sen
    rep representative congressman congresswoman lawmaker governor gov mayor judge justice general gen colonel col
    captain capt lieutenant lt sergeant sgt admiral ambassador envoy spokesman spokeswoman spokesperson chief director
    chairman chairwoman chairperson chair professor prof commissioner executive head leader attorney deputy vice former
    acting interior finance officer detective inspector superintendent premier emperor sheikh emir crown commander
    treasurer speaker bishop archbishop cardinal rabbi imam coach manager ceo pm co-founder founder editor"""
)
"""Roles that stand before a name. A claim may leave them out; one that it adds must stand in the article."""

HONORIFICS = word_set("mr mrs ms miss mx dr doctor sir dame lord lady madam rev reverend hon jr sr phd esq")
SHORT = {
    "sen": "senator",
    "gov": "governor",
    "gen": "general",
    "rep": "representative",
    "prof": "professor",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "defence": "defense",
    "pm": "prime",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairwoman": "chairman",
}
PARTICLES = word_set("of the for and de la le los las del della di da do dos du van von der den bin ibn al el abu y &")

# Words that news sentences begin with. A capital there says nothing; for other words the look of the word decides.
OPENERS = STOP_WORDS | word_set(
    """therefore furthermore moreover overall hence thus similarly consequently accordingly sure according across
    activists actor actress additionally additional advocates aides airlines airport allies amid among analysts
    animals anti armed army around article artists asked aside athletes attackers attempts audiences authorities
    authors banks besides best better big billions boys both broadly budget businesses campaign children citizens
    city climate coalition college commuters companies company concerns conditions congress conservationists
    consumers council country court courts credit crews critics current currently customers data days deaths
    defendants demand demonstrators despite diplomacy diplomats doctors documents dozens drivers earlier early
    economists eight eighteen election eleven emergency employees employers energy engineers environmental even
    eventually evidence ex experts exports families fans farmers federal fewer fifteen fifty fighting figures
    finally firefighters fire firms first five following food foreign former forty four fourteen friends fuel full
    gas girls global good government governments growth guests health heavy helicopters help high historians home
    hospital hospitals hours house households housing human hundreds immigration imports inflation initially inside
    inspectors instead intelligence international interest investigators investors israeli issues journalists judges
    jurors kids labour lack last late later law lawmakers lawyers leaders leading less like little living local
    locals long looking low major making management market markets meanwhile media medical members men migrants
    military millions ministers mobile money months mothers mountain music nearly neighbors neighbours neither
    network new news next nine nineteen nobody nonetheless none nor nothing nurses observers officers official
    officials oil old older ongoing online opponents opposition order organisers organizers originally others
    outside owners parents parliament parties part passengers past patients pay people personal perhaps photos
    pilots plans players please plus police policy political politicians poor power present pressure previous
    previously prices prior prison private pro proceeds production products profits prosecutors protesters protests
    public pupils questions quite rain rather readers real rebels recent recently records relations relatives
    republicans research researchers rescue rescuers residents retail revenue rights rising roads sales sanctions
    school schools science scientists scores second security seven seventeen several shares shoppers short six
    sixteen sixty small social soldiers sources special speaking staff state states still stocks storms strong
    students studies study subsequently such sunday supporters survivors suspects talks tariffs tax taxes teachers
    technology teams ten tensions terms thanks third thirteen thirty thousands three ticket time times today
    together tomorrow top total tourists trade traders traditional traffic transport travel travelers travellers
    treatment troops twelve twenty two ultimately union unions unlike users vehicles victims video videos villagers
    violence visitors voters voting war warm water weapons weather weeks west wild wildlife winds winter witnesses
    women work workers world worldwide year years yesterday young zero nations vaccines nation scholars teenagers
    organisations organizations pictures images"""
)
