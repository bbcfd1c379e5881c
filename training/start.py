"""Writes the weights that training starts from: MiniLM's, with heads as they are drawn.

python -m training.start MODEL.safetensors START.safetensors
"""

import sys
from pathlib import Path

import torch

from training.network import CrossEncoder


def main() -> int:
    """Reads all-MiniLM-L6-v2 and writes it as ``training.train`` reads it."""
    torch.manual_seed(7)
    model = CrossEncoder()
    model.load_minilm(Path(sys.argv[1]))
    model.save(Path(sys.argv[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
