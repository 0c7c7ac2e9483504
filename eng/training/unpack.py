#!/usr/bin/env python3
"""Turns a data pack into a folder that `./cctv eval` reads: images/*.jpg (quality 95) and YOLO labels/*.txt.

unpack.py val-cap-0.npz DIR      then: ./cctv eval --images DIR/images --labels DIR/labels
"""
import os
import sys

import cv2
import numpy as np


def unpack(pack, folder):
    images, labels = os.path.join(folder, 'images'), os.path.join(folder, 'labels')
    os.makedirs(images, exist_ok=True)
    os.makedirs(labels, exist_ok=True)
    data = np.load(pack, allow_pickle=True)
    for i, (encoded, boxes) in enumerate(zip(data['jpeg'], data['boxes'])):
        picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
        height, width = picture.shape[:2]
        cv2.imwrite(os.path.join(images, f'{i:05d}.jpg'), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
        with open(os.path.join(labels, f'{i:05d}.txt'), 'w') as text:
            for kind, left, top, right, bottom in np.asarray(boxes, np.float32).reshape(-1, 5).tolist():
                left, right = max(0, left), min(width, right)
                top, bottom = max(0, top), min(height, bottom)
                if right > left and bottom > top:
                    text.write(f'{int(kind)} {(left + right) / 2 / width:.6f} {(top + bottom) / 2 / height:.6f} '
                               f'{(right - left) / width:.6f} {(bottom - top) / height:.6f}\n')


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    unpack(sys.argv[1], sys.argv[2])
