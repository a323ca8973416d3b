"""What the people of an English demo team say and write, by phase of a customer's life."""

from __future__ import annotations

from sync.upkeep.demo_data.words import Phase

__all__ = ["LOST", "PHASES"]

PHASES: dict[str, Phase] = {
    "new": Phase(
        (40, 22, 8, 16, 4, 10),
        (
            "introduced us and {product}, they want to hear more",
            "asked about their size and the system they use now",
            "they keep records in spreadsheets and asked what {product} costs",
            "left material on {product}, details to follow",
            "learnt how they buy; the users select first",
            "they run {n} sites and have nothing for {product} yet",
        ),
        (
            "Interested, will read the material",
            "Happy to set a date",
            "No hurry, keep in touch",
            "Wants to know the price first",
            "Asks for a reference customer",
            "Has to ask the boss",
        ),
        (
            "Send material and a case study by {by}",
            "Call again by {by} to set a visit",
            "Send a short company profile",
            "Meet by {by} to see how they work today",
            "Find out who decides",
        ),
    ),
    "potential": Phase(
        (44, 14, 6, 26, 8, 2),
        (
            "they think about {product} for the second half, no budget yet",
            "sent a case study on {product}, they will look at it",
            "asked how things are, busy with stocktaking",
            "still talking to {n} other suppliers, no timetable",
            "showed the new version of {product}, they asked for a trial",
            "a new head of department, we introduce ourselves again",
            "the project is still planned, budget pending",
        ),
        (
            "Not scheduled yet",
            "Will talk once the budget is approved",
            "Would try it first",
            "Hopes for a better price",
            "Material received, passed on",
            "Worries about training the staff",
            "Needs head office to agree",
        ),
        (
            "Ask about the budget by {by}",
            "Arrange a demo by {by}",
            "Try to meet the head of department",
            "Send a trial account by {by}",
            "Send one case study a month",
            "Call again by {by}",
        ),
    ),
    "need": Phase(
        (24, 34, 22, 14, 4, 2),
        (
            "went through the needs of {n} departments",
            "main need is {product}, linked to their accounting",
            "showed {product}, they cared most about the reports",
            "walked the warehouse, noted {n} changes to make",
            "a team leads the selection, supplier to be chosen next month",
            "got their list of needs, {n} items need extra work",
        ),
        (
            "Functions fit, price matters",
            "Wants a pilot first",
            "Must be live within {days} days",
            "Likes how simple it is",
            "Finance has to confirm the interface",
            "Would like to visit a customer",
        ),
        (
            "Hand in the proposal by {by}",
            "Send the list of needs for confirmation by {by}",
            "Arrange a visit to a customer by {by}",
            "Have our engineer estimate the extra work",
            "Give a first price by {by}",
        ),
    ),
    "offer": Phase(
        (24, 26, 18, 18, 14, 0),
        (
            "handed in the proposal for {product}, {amount}",
            "went through our offer of {amount} line by line",
            "changed the proposal, {n} modules taken out",
            "they hold {n} offers, we are second",
            "offer of {amount} sent, they are comparing",
            "added the rollout plan and the service terms",
        ),
        (
            "Too expensive, asks for a discount",
            "Proposal is fine, prices being compared",
            "Management agrees in principle",
            "Asks for a longer warranty",
            "Wants to see a competitor first",
            "Training should be included",
        ),
        (
            "Ask for a discount and answer by {by}",
            "Send the revised offer by {by}",
            "Meet the decision maker by {by}",
            "Follow the comparison",
            "Prepare a draft contract",
        ),
    ),
    "deal": Phase(
        (26, 36, 12, 16, 10, 0),
        (
            "talked about payment, they want three instalments",
            "terms agreed, delivery within {days} days",
            "price settled at {amount}, waiting for a signature",
            "legal asked for {n} changes, all answered",
            "two years of warranty confirmed, the rest stays",
            "contract is final, being signed",
        ),
        (
            "Terms are nearly settled",
            "Advance payment still open",
            "Can sign this month",
            "Waiting for the CEO to return",
            "Hopes we start soon",
            "Worries about the delivery date",
        ),
        (
            "Send the contract by {by}",
            "Agree on the advance payment by {by}",
            "Be there for the signing by {by}",
            "Remind them to sign",
            "Tell the rollout team to keep the dates",
        ),
    ),
    "won": Phase(
        (20, 50, 5, 15, 10, 0),
        (
            "contract signed, {amount}",
            "signed contract received, delivery within {days} days",
            "signed; {product} starts next week",
            "signed, {amount}, first payment on its way",
        ),
        (
            "Looks forward to going live",
            "Happy with how we worked",
            "Asks for one contact in the rollout",
            "First payment this week",
        ),
        (
            "Hand over to the rollout team by {by}",
            "Kick-off meeting by {by}",
            "Follow the first payment",
            "Confirm the team by {by}",
        ),
    ),
    "care": Phase(
        (40, 20, 6, 26, 6, 2),
        (
            "asked how {product} runs, all well",
            "solved {n} small problems they had",
            "talked about phase 2, they plan to extend next year",
            "held a training for {n} teams",
            "final payment comes this month",
            "they will introduce us to {n} other companies",
        ),
        (
            "Satisfied",
            "Would like an export",
            "Thanks for the quick answer",
            "Reports could be faster",
            "May serve as a reference",
            "Phase 2 waits for the budget",
        ),
        (
            "Call again by {by}",
            "Hand in ideas for phase 2 by {by}",
            "Follow the final payment",
            "Ask for a short testimonial",
            "Contact the company they named by {by}",
        ),
    ),
    "lost": Phase(
        (50, 14, 4, 22, 10, 0),
        ("the project of {company} stops",),
        ("Maybe next time", "Thanked us for the effort", "Will look again next year"),
        ("Ask again in half a year", "Keep in touch", "File it, no active follow-up"),
    ),
}

LOST: tuple[tuple[str, ...], ...] = (
    ("they chose a cheaper competitor", "the competitor was over ten percent cheaper, decided"),
    ("their business changed, no need for {product} now", "they will build it themselves"),
    ("budget cut, the {product} project stops", "head office saves money, not approved"),
    ("no answer to {n} calls, the contact has left", "phone off, no reply to messages"),
    ("the group buys centrally, no local tender", "they are moving, the project waits"),
)
"""By lost reason, in the order of the built-in list."""
