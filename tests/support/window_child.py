"""A window in a process of its own, with a pipeline that quotes the question in what it raises."""

import sys
from collections.abc import Sequence

from langchain_core.runnables import Runnable, RunnableLambda

from rag.types import Answer, Hit, Question, Scope
from tests.support.asking import BREAKS, opened, small_pipeline, word_search
from tests.support.fakes import small_corpus
from ui.state.conversation import Search


def main() -> None:
    corpus = small_corpus()
    with opened(corpus, telltale(), search=telltale_search()) as url:
        print(url, flush=True)
        # Until whoever started it says that it is enough.
        sys.stdin.read()
    print("closed", flush=True)


def telltale() -> Runnable[Question, Answer]:
    quiet = small_pipeline()

    def answer(question: Question) -> Answer:
        if BREAKS in question.text:
            raise RuntimeError(f"cannot parse {question!r}") from ValueError(question.text)
        return quiet.invoke(question)

    return RunnableLambda(answer)


def telltale_search() -> Search:
    quiet = word_search(small_corpus())

    def search(text: str, k: int, scope: Scope) -> Sequence[Hit]:
        if BREAKS in text:
            raise RuntimeError(f"cannot search for {text!r}")
        return quiet(text, k, scope)

    return search


if __name__ == "__main__":
    main()
