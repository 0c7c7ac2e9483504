#!/usr/bin/env python3
"""Weights to an .onnx with a card beside it: export.py WEIGHTS.pt CARD.json OUT.onnx

The card is a copy of CARD.json with the name and the SHA-256 of what was written; scores are to be put in by hand, from `./cctv eval`.
"""
import hashlib
import json
import sys

import torch

import net as tr

if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    weights, card, out = sys.argv[1:]
    network = tr.Net(**tr.SMALL)
    network.load_state_dict({k: v.float() if v.dtype.is_floating_point else v for k, v in torch.load(weights, map_location='cpu').items()})
    tr.export(network.eval(), out)
    with open(card) as file:
        fields = json.load(file)
    with open(out, 'rb') as file:
        fields['sha256'] = hashlib.sha256(file.read()).hexdigest()
    fields['name'] = out.rsplit('/', 1)[-1].removesuffix('.onnx')
    fields.get('about', {}).pop('scores', None)
    with open(out.removesuffix('.onnx') + '.json', 'w') as file:
        json.dump(fields, file, indent=2)
        file.write('\n')
