"""The texts of the page Uitleg, with the figures that are in force."""

from typing import Final

from spreiding.function_distances import CUTOFF_M
from spreiding.region import KERN_REACH_M, Manifest
from spreiding.tables import BIKE_KMH, EBIKE_KMH, WALK_KMH
from spreiding.ui import labels
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import cents, edge, euros, whole
from spreiding.uitgangspunten import Tariffs, Uitgangspunten

_HOW: Final = """
#### Uw norm
Hooguit **{norm} km** over de weg, {modality}; precies {norm} km telt nog mee. Label: **{label}**. {bron}

De norm is een keuze die u zelf maakt en kunt veranderen. Geen wet of wetsvoorstel noemt een afstand in
kilometers of minuten; daarom zegt geen enkel scherm dat iets aan de wet voldoet.

#### Afstand en reistijd
Van elk bewoond vierkant zoeken we de weg naar de dichtstbijzijnde open vestiging. De **afstand** is die van de
kortste weg, de **reistijd** die van de snelste weg: dat kunnen twee verschillende wegen en vestigingen zijn.
Eenrichtingsverkeer telt mee. Fietsen rekenen we met {bike} km per uur, op een e-bike {ebike}, lopen met
{walk} km per uur, auto's met een gemiddelde rijsnelheid per soort weg.

#### Inwoners binnen de norm
Het aantal inwoners dat hooguit de normafstand van een vestiging woont, gedeeld door alle inwoners. Wie geen
route heeft, telt als buiten de norm.

#### Gemiddelde afstand, en de afstand waarbinnen 90% woont
Het gemiddelde over inwoners, niet over vierkanten: een vierkant met honderd inwoners telt honderd keer zo zwaar
als een vierkant met één. Wie geen route heeft, telt hier niet mee. "90% woont binnen" is de kleinste afstand
waarbinnen ten minste negen van de tien inwoners wonen: de overige 10% moet het verst reizen.

#### Kernen en buitengebied
Een vierkant hoort bij de kern met de kleinste waarde van afstand gedeeld door de wortel uit het aantal
inwoners, binnen dezelfde gemeente: grote kernen reiken verder. Wat verder ligt dan {reach} meter keer die
wortel, is buitengebied.

#### Kosten per jaar
Per vestiging: het tarief van de klasse, van het pakket en van Open+. Per inwoner: infrastructuur en collectie.
Alleen de kosten van vestigingen hangen af van uw keuzes. Is een klasse of tarief niet bekend, dan staat er
'onvolledig' bij en telt het totaal alleen wat wel bekend is. Huisvesting staat in geen enkel tarief.

#### Vooruit of achteruit
Inwoners voor wie de dichtstbijzijnde vestiging, van welke klasse ook, dichterbij of verder weg komt dan nu.

#### Normoordeel
De pagina Normtoets legt wat er is naast wat een norm vraagt. Een oordeel is **niet te bepalen** als het anders kan
uitvallen zodra een aanname niet klopt of iets onbekends bekend wordt. Het ligt **binnen de onzekerheidsmarge** als de
afstand van een vierkant tot de deur, de loop naar de weg, geheime aantallen en bijgeschatte inwoners het kunnen doen
omslaan. Personen die ontbreken zijn naar boven afgerond.

#### Peiljaar
Met een prognose per gemeente (CBS 85173NED) rekent u met de inwoners van een later jaar. Elk vierkant van een gemeente
krijgt dezelfde factor: de prognose gedeeld door de inwoners van nu. Zo telt de gemeente precies zoveel inwoners als de
prognose zegt. De ondergrens en bovengrens zijn die van het 67%-interval. Dat iedereen woont waar nu mensen wonen en dat
de leeftijdsopbouw gelijk blijft, zijn **aannames**. Voor een jaar dat de bron niet geeft, nemen we een rechte lijn
tussen de jaren ervoor en erna; daarbuiten is er geen prognose.

#### Beste plan zoeken
Het programma kiest per plek of er een vestiging komt, van welke klasse, in welk gebouw en met welk pakket. Alleen waar
iets mag veranderen tellen inwoners en kosten; de buren blijven zoals ze zijn, en elke gemeente heeft haar eigen budget.

Bij doelen over afstand telt de weg **per kernfunctie**: naar de dichtstbijzijnde vestiging die haar biedt, gemiddeld
over de vijf. Zo helpt een servicepunt voor lezen en niet voor debat. Verder dan {cutoff} km telt als {cutoff} km; wonen
er mensen verder, dan is een plan bewezen optimaal voor die afgekapte afstand, en dat staat erbij. 'De eerlijkste
afstand' is de maat van Kolm en Pollak: twee mensen die elk 5 km reizen is beter dan een die 10 km reist en een die
niets reist.

"Nagerekend: beter kan niet" staat er alleen als het verschil met de bewezen grens (de gap) hooguit 0,01% is, en een
tweede berekening van het plan hetzelfde geeft en geen regel overtreedt. Was de rekentijd op, dan staat erbij hoeveel
een beter plan hooguit zou winnen. Kan een vraag niet, dan zoekt het programma wat in de weg zit en wat er minstens moet
veranderen; dat is dan nagerekend.

*Waarvoor* zegt van elke vestiging boven klein wat een kleine daar niet zou bieden: kernfuncties, uren, of een regel of
norm.
"""

KERNFUNCTIES: Final = """
#### Kernfuncties per klasse
Welke kernfuncties (Wsob, artikel 5) een vestiging biedt, hangt af van klasse en pakket. Het kale tarief dekt
volgens de activiteitencatalogus de functies kennis en informatie, lezen en literatuur, en kunst en cultuur. Dat een
servicepunt geen kunst en cultuur biedt en dat pakket 1 een kleine bibliotheek ontwikkeling en educatie geeft, is
een **aanname**.
"""

CATCHMENTS: Final = """
#### Verzorgingsgebied per klasse
"Inwoners dichtstbij" is het aantal inwoners voor wie een vestiging de dichtstbijzijnde is. Ligt dat ver onder of boven
wat bij de klasse past, dan waarschuwen de tabellen van de vestigingen. De grenzen zijn **aannames** zonder bron
(`data/uitgangspunten/standaard.toml`): zij waarschuwen en verbieden niets. Alleen als u dat bij het zoeken
van een plan zelf eist, is het minimum van elke klasse een grens.
"""

GLOSSARY: Final = """
| Woord | Betekenis |
|---|---|
| Vestiging | plek waar u een bibliotheek kunt bezoeken, van servicepunt tot grote bibliotheek |
| Klasse | groot, middelgroot, klein of servicepunt: bepaalt het tarief |
| Servicepunt | kleinste vestiging, met weinig bemande uren |
| MFA | gedeeld gebouw met bijvoorbeeld school of dorpshuis |
| Open+ | uren waarin leden zonder personeel naar binnen kunnen |
| LLO-pakket | programma 'Leven lang ontwikkelen' dat een gemeente per vestiging afneemt |
| Kernfunctie | een van de vijf functies van een openbare bibliotheek (Wsob, artikel 5) |
| Verzorgingsgebied | de inwoners voor wie een vestiging de dichtstbijzijnde is |
| Vierkant | vak van 100 bij 100 meter (of groter) waarvan het CBS het aantal inwoners geeft |
| Kern | dorp of stad, met wat erbij hoort |
| Buitengebied | huizen die bij geen kern horen |
| Mogelijke plek | plek waar een vestiging zou kunnen komen |
| Norm | hoogste afstand die u redelijk vindt; een keuze, geen wet |
| Normoordeel | voldoet, voldoet niet of niet te bepalen: wat er is naast wat een norm vraagt |
| Niet te bepalen | het oordeel hangt af van iets dat onbekend is of dat niemand bevestigde |
| Onzekerheidsmarge | zo ver kan een cijfer ernaast zitten door vierkanten, geheime aantallen en schattingen |
| Scenario | de huidige situatie met een lijst veranderingen |
| Prijspeil | het jaar waarin de bedragen gelden; zonder indexering |
"""

SOURCES: Final = """
* **Tarieven**: Activiteitencatalogus 2025, Bind bibliotheken.
* **Visie Midden-Drenthe**: bibliotheekvisie van de gemeente, §5.4.
* **Wet**: Wet stelsel openbare bibliotheekvoorzieningen (Wsob), artikelen 1, 5 en 6; wetsvoorstel 36902 (zorgplicht).
* **Achtergrondkaart**: BRT-A, © Kadaster. Zonder netwerk blijft de achtergrond leeg; de rest van de kaart werkt gewoon.

De gegevens van deze regio:
"""


def how(uitgangspunten: Uitgangspunten) -> str:
    """Return how each figure is computed, as Markdown."""
    norm = uitgangspunten.norm
    return _HOW.format(
        norm=edge(norm.max_m),
        modality=labels.MODALITIES[norm.modality],
        label=norm.label.value,
        bron=plain(norm.bron),
        bike=whole(BIKE_KMH),
        ebike=whole(EBIKE_KMH),
        walk=whole(WALK_KMH),
        reach=whole(KERN_REACH_M),
        cutoff=edge(CUTOFF_M),
    )


def tariffs_source(tariffs: Tariffs) -> str:
    """Return where the tariffs come from, as Markdown."""
    per_inwoner = " en ".join(f"{name} {cents(amount)}" for name, amount in tariffs.eur_per_inwoner.items())
    return (
        f"#### Tarieven per jaar, prijspeil {tariffs.price_year}\nBron: {plain(tariffs.bron)}. Zonder indexering. "
        f"Open+ kost daarnaast eenmalig ongeveer {euros(tariffs.open_plus_eur_once)} per vestiging. "
        f"Per inwoner per jaar: {per_inwoner}; dat bedrag hangt niet af van de vestigingen. De tarieven gelden alleen "
        "in de gemeenten van Bind."
    )


def manifest_line(manifest: Manifest) -> str:
    """Return what the region holds, in one line."""
    return (
        f"{whole(manifest.inwoners)} inwoners in {whole(manifest.n_squares)} vierkanten; "
        f"{whole(manifest.n_missing)} vierkanten zonder bekend aantal. Vingerafdruk: {manifest.fingerprint[:12]}."
    )
