"""Learn which questions ask about the show itself: `python -m eval.fitting.fit_kinds`, on dev only.

For the bundled embedding model, from rag/show/examples.toml, the cohort and, as questions that ask
for nothing of the kind, the dev half of eval/questions.jsonl. Writes rag/show/classifier.npz.
"""

from eval.dataset import QUESTIONS, load_examples
from rag import embedder
from rag.question.followup import search_query
from rag.show.classifier import FILE, Known, known, learn, write_kinds


def main() -> None:
    """Learn the model and write it."""
    model = learn(every(), embedder(None))
    write_kinds(FILE, model)
    print(f"{FILE}: {len(every())} questions, {len(model.kinds)} kinds")


def every() -> Known:
    """Every question that is learned from: its kind, itself and how much it counts."""
    dev = [example for example in load_examples(QUESTIONS) if example.split == "dev"]
    return known(search_query(e.question, e.history) for e in dev if e.gold or not e.answerable)


if __name__ == "__main__":
    main()
