"""Countries and what belongs to them: "Russian" and "Russia", "American" and "U.S." are compared as one word.

General knowledge, for any news; forms that share a stem already ("Norway", "Norway's") are not listed.
"""

# One country a line: its key, then its other forms.
_COUNTRIES = """
afghanistan afghan afghans
algeria algerian
america american americans us usa u.s
argentina argentine argentinian
armenia armenian
australia australian aussie
austria austrian
azerbaijan azerbaijani azeri
bangladesh bangladeshi
belarus belarusian
belgium belgian
bolivia bolivian
bosnia bosnian
brazil brazilian
britain british uk briton britons
bulgaria bulgarian
cambodia cambodian
cameroon cameroonian
canada canadian
chile chilean
china chinese
colombia colombian
congo congolese
croatia croatian croat
cuba cuban
cyprus cypriot
czechia czech
denmark danish dane danes
ecuador ecuadorian ecuadorean
egypt egyptian
england english
estonia estonian
ethiopia ethiopian
europe european
finland finnish finn finns
france french frenchman
georgia georgian
germany german
ghana ghanaian
greece greek
guatemala guatemalan
haiti haitian
hungary hungarian
iceland icelandic
india indian
indonesia indonesian
iran iranian
iraq iraqi
ireland irish
israel israeli
italy italian
jamaica jamaican
japan japanese
jordan jordanian
kazakhstan kazakh
kenya kenyan
korea korean
kosovo kosovar
kuwait kuwaiti
latvia latvian
lebanon lebanese
libya libyan
lithuania lithuanian
malaysia malaysian
mali malian
mexico mexican
moldova moldovan
mongolia mongolian
morocco moroccan
myanmar burma burmese
nepal nepalese nepali
netherlands dutch
nicaragua nicaraguan
nigeria nigerian
norway norwegian
pakistan pakistani
palestine palestinian
panama panamanian
peru peruvian
philippines filipino philippine
poland polish pole poles
portugal portuguese
qatar qatari
romania romanian
russia russian
rwanda rwandan
scotland scottish scot scots
serbia serbian serb
singapore singaporean
slovakia slovak
slovenia slovenian slovene
somalia somali
spain spanish spaniard
sudan sudanese
sweden swedish swede
switzerland swiss
syria syrian
taiwan taiwanese
tanzania tanzanian
thailand thai
tunisia tunisian
turkey turkish
uganda ugandan
ukraine ukrainian
uruguay uruguayan
venezuela venezuelan
vietnam vietnamese
wales welsh
yemen yemeni
zambia zambian
zimbabwe zimbabwean
"""

COUNTRY_OF: dict[str, str] = {
    form + ending: line.split()[0]
    for line in _COUNTRIES.split("\n")
    if line
    for form in line.split()
    for ending in ("", "s")
}
COUNTRIES = frozenset(COUNTRY_OF.values())
# Those without a key, and those of several words.
_MORE = """
    ivory coast; bosnia herzegovina; uae; united arab emirates; sri lanka; saudi arabia; new zealand; costa rica;
    el salvador; south africa; burkina faso; sierra leone; hong kong; vatican; vatican city; east timor; timor leste;
    papua new guinea; guinea; guinea bissau; equatorial guinea; cape verde; macedonia; north macedonia; montenegro;
    eritrea; fiji; malta; brunei; bhutan; andorra; holland; swaziland; eswatini; soviet union; ussr; puerto rico;
    greenland; trinidad tobago; gambia; bahamas; maldives; seychelles; united states; united kingdom; angola; albania;
    bahrain; barbados; belize; benin; botswana; burundi; chad; central african republic; comoros; djibouti; dominica;
    dominican republic; gabon; ghana; grenada; guatemala; guyana; haiti; honduras; iceland; ireland; jamaica; jordan;
    kazakhstan; kenya; kiribati; kosovo; kuwait; kyrgyzstan; laos; latvia; lebanon; lesotho; liberia; libya;
    liechtenstein; lithuania; luxembourg; madagascar; malawi; malaysia; mali; mauritania; mauritius; micronesia;
    moldova; monaco; mongolia; mozambique; namibia; nauru; niger; oman; palau; paraguay; samoa; san marino; senegal;
    solomon islands; suriname; tajikistan; togo; tonga; turkmenistan; tuvalu; uzbekistan; vanuatu; south sudan;
    czech republic; northern ireland; saint lucia; burma; myanmar; nepal
    """
MORE_COUNTRIES = frozenset(" ".join(name.split()) for name in _MORE.split(";"))
"""Countries without a key, and those of several words (without "and" and "the")."""
