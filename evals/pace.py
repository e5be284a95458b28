"""The yardstick of speed: a plain keyword scan on the same machine, beside every answer (步速).

Wall-clock milliseconds say as much of the machine and its load as of the answerer. How many times as much
processor time as this scan an answer takes says something of the answerer, and other programs hardly move it.
"""

import time

from evals.matching import bigrams, share

TEXTS = tuple(f"第{n}条：{n % 17}号网点在{n % 23}日内回访顾客，留存第{n % 29}类服务记录" for n in range(120))


def scan_ms() -> float:
    """Processor milliseconds that it takes now to find the most alike of the texts."""
    begun = time.process_time()
    asked = bigrams("第60条要求几日内回访顾客")
    max(TEXTS, key=lambda text: share(asked, bigrams(text)))
    return (time.process_time() - begun) * 1000
