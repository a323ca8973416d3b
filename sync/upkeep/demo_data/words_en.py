"""The words of an English demo team: places, companies, people, products."""

from __future__ import annotations

from sync.upkeep.demo_data.talk_en import LOST, PHASES
from sync.upkeep.demo_data.words import City, Words, listed

__all__ = ["EN"]

_CITIES = """Boston,Northeast,617|Hartford,Northeast,860|Albany,Northeast,518|Newark,Northeast,973
Pittsburgh,Northeast,412|Chicago,Midwest,312|Detroit,Midwest,313|Cleveland,Midwest,216|Milwaukee,Midwest,414|Columbus,Midwest,614
Omaha,Midwest,402|Atlanta,Southeast,404|Charlotte,Southeast,704|Nashville,Southeast,615|Tampa,Southeast,813
Richmond,Southeast,804|Dallas,South,214|Houston,South,713|Austin,South,512|Tulsa,South,918|Memphis,South,901
Denver,Mountain,303|Phoenix,Mountain,602|Boise,Mountain,208|Salt Lake City,Mountain,801|Seattle,West,206
Portland,West,503|Oakland,West,510|San Diego,West,619|Sacramento,West,916"""
_SURNAMES = """Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Thomas Taylor Moore Jackson Martin
Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker
Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook
Rogers Morgan Cooper Peterson Reed Bailey Kelly Howard Ward Richardson Watson Brooks Wood James Bennett Gray
Hughes Price Myers Long Foster Sanders Ross Powell Sullivan Russell Fisher Henderson Cole West Jordan Reynolds
Hamilton Graham Wallace Woods Hayes Bryant Alexander Stone Hunt Palmer Nichols Rice"""
_GIVEN = """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret
Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa
George Deborah Timothy Stephanie Ronald Rebecca Jason Laura Edward Helen Jeffrey Sharon Ryan Cynthia Jacob
Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela Justin Emma Scott
Nicole Brandon Samantha Benjamin Katherine Samuel Christine Gregory Rachel Alexander Carolyn Frank Janet Patrick
Maria Raymond Heather Jack Diane Dennis Julie Jerry Joyce Tyler Victoria Aaron Kelly Jose Christina Adam Joan"""

EN = Words(
    cities=tuple(City(*city.split(",")) for line in _CITIES.splitlines() for city in line.split("|")),
    regions=("Northeast", "Midwest", "Southeast", "South", "Mountain", "West"),
    trades=(
        ("Precision Machining", "Automation", "Tooling", "Electric", "Hardware", "Packaging", "Bearings"),
        ("Trading", "Department Stores", "Home Goods", "Apparel", "Stationery"),
        ("Software", "Networks", "Data Systems", "Systems Integration"),
        ("Leasing", "Insurance Brokers", "Investments", "Factoring"),
        ("Medical Devices", "Biosciences", "Pharma", "Health Services"),
        ("Learning", "Training", "Education Services"),
        ("Construction", "Interiors", "Building Supplies", "Landscaping", "Mechanical Contractors"),
        ("Logistics", "Freight", "Cold Chain", "Warehousing"),
        ("Energy", "Chemicals", "New Materials", "Environmental"),
        ("Foods", "Catering", "Farms", "Beverages"),
        ("Consulting", "Events", "Property Services", "Staffing"),
    ),
    legal_forms=((" Inc.", 40), (" LLC", 30), (" Corp.", 12), (", Ltd.", 10), (" Group, Inc.", 8)),
    core_first=listed(
        """Amber Ash Bay Birch Black Blue Bright Cedar Clear Cliff Cold Copper Crest Dale Deer Eagle East Elm Ever
        Fair Falcon Fern Field Flint Fox Glen Gold Granite Green Grey Harbor Haven High Hollow Iron Ivy Juniper
        Keystone Lake Lark Laurel Light Lime Long Maple Marble Meadow Mill Moss North Oak Old Olive Pine Quarry
        Raven Red River Rock Rose Sand Silver Sky Spring Stone Summer Swift Timber Union Valley Walnut White
        Wild Willow Wind"""
    ),
    core_middle=listed(
        """Grand Great Little Upper Lower Royal Twin Three First Second Central New Old South True Pioneer Liberty
        Heritage Summit Atlas Anchor Beacon Compass Crown Delta Echo Frontier"""
    ),
    core_last=listed(
        """bank beck bend berg bridge brook burn bury cliff combe cove craft crest croft dale den fall field ford
        forge gate glen grove hall harbor haven hill holm hurst land ledge line mark mead mere mill mont moor
        more path peak point pool port reach ridge rise shore side spring stead stone stream ton view wall water
        way well wick wood worth yard"""
    ),
    famous=("Redstone", "Blackstone", "Oldfield", "Whiteford", "Springfield", "Greenfield", "Riverside", "Goldfield"),
    surnames=tuple((name, name.lower()) for name in _SURNAMES.split()),
    given_first=tuple(_GIVEN.split()),
    given_last=(),
    jobs=(
        ("Purchasing manager", "{given}"),
        ("Purchasing director", "{given} {surname}"),
        ("CEO", "{given} {surname}"),
        ("Vice president", "{given} {surname}"),
        ("Plant manager", "{given}"),
        ("Head of IT", "{given}"),
        ("Office manager", "{given}"),
        ("CFO", "{given} {surname}"),
        ("Operations director", "{given} {surname}"),
        ("Warehouse supervisor", "{given}"),
        ("Project manager", "{given}"),
        ("Buyer", "{given}"),
    ),
    products=(
        "production planning",
        "warehouse management",
        "barcode scanners",
        "inventory software",
        "equipment inspection",
        "dashboards",
        "service desk",
        "electronic labels",
        "energy monitoring",
        "quality tracing",
    ),
    opportunity_names=(
        "{company} - {product}",
        "{company} - {product}, phase 1",
        "{company} - {product} upgrade",
        "{company} - {product} pilot",
    ),
    openers=(
        ("Called {who}: ", "Phone call with {who}: ", "{who} rang back: "),
        ("Visited {who} on site: ", "Met {who} at {company}: ", "Visited {company} with our engineer: "),
        ("Online meeting with {who}: ", "Video call, {who} and {n} colleagues: ", "Online demo for {who}: "),
        ("Message to {who}: ", "Chat with {who}: ", "{who} wrote back: "),
        ("E-mail to {who}: ", "Answered the e-mail of {who}: ", "E-mail from {who}: "),
        ("Met {who} at the trade fair: ", "Met {who} at an industry evening: "),
    ),
    phases=PHASES,
    lost=LOST,
    notes=(
        "CEO decides, {who} does the selection",
        "Purchasing meets on Wednesdays, best reached afterwards",
        "Used a competitor last year, unhappy with the service",
        "Pays late, usually after 60 days",
        "Data must stay on their own servers",
        "{n} sites, may go live one by one",
        "{who} was introduced by a customer, easy to talk to",
        "Needs three offers for every purchase",
        "Must be live before the end of the year",
        "Bank transfer only",
        "Meetings in the morning, call after three",
        "Watches the price, values the warranty",
    ),
    other_reason_notes=(
        "Group buys centrally, no local tender",
        "Company is moving, project on hold",
        "Nobody took the project over",
    ),
    formula_like=(
        "=called three times, still unsure",
        "-price too high, wants a discount",
        "@Robert has confirmed",
        "+1 year of warranty settles it",
    ),
    documents=("offer.pdf", "contract scan.pdf", "proposal.docx", "list of needs.xlsx", "business card.jpg"),
    changed="Yes, {status}",
    unchanged="No",
    admin="Grace Coleman",
    manager="Robert Hughes",
    reps=listed(
        """Emma Clark, Daniel Foster, Olivia Bennett, James Porter, Sophie Turner, Liam Walsh, Chloe Adams,
        Noah Brooks, Mia Sanders, Lucas Reed, Ella Fisher, Owen Price, Ruby Hayes, Adam Cole, Lucy Grant,
        Henry Stone, Alice Webb, Oscar Lane, Nora Quinn, Felix Hart""",
        ",",
    ),
    strangers=("Danny", "Temp Sales", "Mrs. Jones"),
)
