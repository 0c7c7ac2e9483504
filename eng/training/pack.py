#!/usr/bin/env python3
"""Turns a folder of pictures with YOLO labels into a data pack: what `cctv-server feedback export` writes, or labels of one's own.

pack.py DIR feedback-0.npz       reads DIR/images/**/*.jpg and DIR/labels/**/*.txt, at most 320 px, WebP of quality 40
A picture without a label file is left out; classes other than person (0) and ignored (-1) are dropped.
"""
import os
import sys

import cv2
import numpy as np

SIDE, QUALITY = 320, 40


def boxes_in(file, width, height):
    found = []
    with open(file) as text:
        for line in filter(str.strip, text):
            kind, x, y, w, h = (float(one) for one in line.split())
            if kind in (0, -1):
                found.append([kind, (x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height])
    return np.array(found, np.float32).reshape(-1, 5)


def pack(folder, target):
    images, labels = os.path.join(folder, 'images'), os.path.join(folder, 'labels')
    encoded, boxes = [], []
    for place, _, names in sorted(os.walk(images)):
        for name in sorted(names):
            picture = os.path.join(place, name)
            label = os.path.join(labels, os.path.splitext(os.path.relpath(picture, images))[0] + '.txt')
            pixels = cv2.imread(picture) if os.path.exists(label) else None
            if pixels is None:
                continue
            scale = min(1, SIDE / max(pixels.shape[:2]))
            small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
            height, width = small.shape[:2]
            encoded.append(cv2.imencode('.webp', small, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])[1].tobytes())
            boxes.append(boxes_in(label, width, height))
    arrays = {'jpeg': np.empty(len(encoded), object), 'boxes': np.empty(len(boxes), object)}
    for i, (bytes_of_one, boxes_of_one) in enumerate(zip(encoded, boxes)):
        arrays['jpeg'][i], arrays['boxes'][i] = bytes_of_one, boxes_of_one
    np.savez(target, **arrays)
    print(f'{target}: {len(encoded)} pictures, {sum(map(len, boxes))} boxes')


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pack(sys.argv[1], sys.argv[2])
