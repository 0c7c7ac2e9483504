"""Reading data packs, and what is done to a picture before the network sees it (OpenCV, one thread)."""
import math

import cv2
import numpy as np


def load(files, side):
    imgs, boxes = [], []
    for f in files:
        z = np.load(f, allow_pickle=True)
        for j, b in zip(z['jpeg'], z['boxes']):
            im = cv2.imdecode(np.frombuffer(j, np.uint8), 1); h, w = im.shape[:2]; r = side / max(h, w)
            im = cv2.resize(im, (max(8, round(w * r)), max(8, round(h * r))), interpolation=cv2.INTER_AREA if r < 1 else cv2.INTER_LINEAR)
            b = np.asarray(b, np.float32).reshape(-1, 5).copy(); b[:, 1:] *= r
            imgs.append(im); boxes.append(b)
    return imgs, boxes


def jitter(im, rng):
    sat = 0.0 if rng.random() < 0.15 else rng.uniform(0.4, 1.5)
    if abs(sat - 1) > 0.05:
        g = cv2.cvtColor(cv2.cvtColor(im, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR); im = cv2.addWeighted(im, sat, g, 1 - sat, 0)
    x = np.arange(256, dtype=np.float32) / 255
    x = np.clip((x - 0.5) * rng.uniform(0.6, 1.4) + 0.5 + rng.uniform(-0.15, 0.15), 0, 1) ** math.exp(rng.uniform(-0.5, 0.5))
    if rng.random() < 0.1: x = x * rng.uniform(0.15, 0.5)
    lut = np.stack([np.clip(x * (1 + rng.uniform(-.06, .06)) * 255, 0, 255) for _ in range(3)], 1).astype(np.uint8)[None]
    im = cv2.LUT(im, lut)
    if rng.random() < 0.2:
        im = np.clip(im.astype(np.int16) + np.random.randint(-12, 13, im.shape, np.int16), 0, 255).astype(np.uint8)
    if rng.random() < 0.15: im = cv2.blur(im, (3, 3))
    return im


def place(canvas, im, bx, x0, y0, S, lo, hi, rng):
    """Scaled, shifted, flipped copy of im into canvas[y0:y0+S, x0:x0+S]; returns boxes."""
    h, w = im.shape[:2]
    s = math.exp(rng.uniform(math.log(lo), math.log(hi))) * S / max(h, w); a = math.exp(rng.uniform(-.2, .2)) ** .5
    sx, sy = s * a, s / a; nw, nh = w * sx, h * sy
    ox, oy = (S - nw) * rng.random(), (S - nh) * rng.random(); flip = rng.random() < .5
    M = np.array([[-sx if flip else sx, 0, ox + (nw if flip else 0)], [0, sy, oy]], np.float32)
    canvas[y0:y0 + S, x0:x0 + S] = cv2.warpAffine(im, M, (S, S), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(114, 114, 114))
    if not len(bx): return np.zeros((0, 5), np.float32)
    b = bx.copy()
    if flip: b[:, 1], b[:, 3] = w - bx[:, 3], w - bx[:, 1]
    b[:, [1, 3]] = b[:, [1, 3]] * sx + ox; b[:, [2, 4]] = b[:, [2, 4]] * sy + oy
    full = (b[:, 3] - b[:, 1]) * (b[:, 4] - b[:, 2])
    b[:, 1:] = b[:, 1:].clip(0, S); ww, hh = b[:, 3] - b[:, 1], b[:, 4] - b[:, 2]
    gone = (ww < 1.5) | (hh < 1.5); weak = (ww * hh < .25 * full) | (ww < 4) | (hh < 4)
    b[weak & (b[:, 0] >= 0), 0] = -1; b = b[~gone]
    b[:, [1, 3]] += x0; b[:, [2, 4]] += y0
    return b
