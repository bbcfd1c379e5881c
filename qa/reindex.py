"""The reindex flow: embeds every current passage again, beside the vectors in use, and then swaps."""

from collections.abc import AsyncIterator

from qa.ports import Embedder, VectorSwap


async def reindex(store: VectorSwap, embedder: Embedder) -> AsyncIterator[int]:
    """Yields how many passages were embedded, batch by batch; at the end the new vectors are the ones in use.

    Interrupted, it goes on where it was the next time. Articles that come in meanwhile are embedded before the swap.
    """
    swapped = False
    while not swapped:
        after = ""
        while passages := await store.without_vector(embedder.fingerprint, after):
            vectors = await embedder.embed([passage.text for passage in passages])
            await store.put_vectors(embedder.fingerprint, [passage.id for passage in passages], vectors)
            after = passages[-1].id
            yield len(passages)
        swapped = await store.swap_vectors(embedder.fingerprint)
