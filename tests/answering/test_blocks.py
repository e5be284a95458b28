"""Blocks of every shipped passage: exact ranges, lead first."""

from assistant.answering.blocks import Role, blocks_of
from assistant.knowledge.corpus import Corpus


def test_every_block_is_its_range(corpus: Corpus) -> None:
    for document in corpus.documents:
        for passage in document.passages:
            blocks = blocks_of(passage)
            assert blocks[0].role is Role.LEAD, passage.id
            for block in blocks:
                assert document.text[block.start : block.end] == block.text
                assert block.text.strip()


def test_nothing_of_a_passage_is_lost(corpus: Corpus) -> None:
    for passage in corpus.passages:
        joined = "".join("".join(block.text.split()) for block in blocks_of(passage))
        whole = "".join(passage.text.replace("> ", "").split())
        assert joined.replace(">", "") == whole.replace(">", ""), passage.id
