"""The mean of several trained models, weight by weight.

    python -m training.mean OUT.safetensors ONE.safetensors TWO.safetensors …

Runs from the same start with other seeds or settings lie near enough to each other that their mean is better than each
of them (Wortsman et al. 2022, Model soups), at the cost of one.
"""

import sys
from pathlib import Path

import torch

from training.network import CrossEncoder


def main() -> int:
    """Reads, adds up, writes."""
    summed: dict[str, torch.Tensor] = {}
    for path in sys.argv[2:]:
        model = CrossEncoder()
        model.load(Path(path))
        for name, value in model.state_dict().items():
            summed[name] = summed.get(name, torch.zeros_like(value)) + value / len(sys.argv[2:])
    model = CrossEncoder()
    model.load_state_dict(summed)
    model.save(Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
