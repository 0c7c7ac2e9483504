"""AP50 of weights on packs, to see where training stands. What counts in the end is `./cctv eval`, which runs the detector itself."""
import cv2
import numpy as np
import torch

import net as tr


@torch.no_grad()


def evaluate(net, files, S, limit=10**9):
    """AP50 for person at input S (letterboxed)."""
    net.eval(); recs, npos, n = [], 0, 0
    for f in files:
        z = np.load(f, allow_pickle=True)
        for j, b in zip(z['jpeg'], z['boxes']):
            if n >= limit: break
            n += 1
            im = cv2.imdecode(np.frombuffer(j, np.uint8), 1); h, w = im.shape[:2]; r = S / max(h, w)
            im = cv2.resize(im, (round(w * r), round(h * r))); c = np.full((S, S, 3), 114, np.uint8); c[:im.shape[0], :im.shape[1]] = im
            x = torch.from_numpy(c[:, :, ::-1].transpose(2, 0, 1).copy()).float()[None] / 255
            out = net(x); cls, reg = tr.flatten(out); pts, st = tr.grid([(S // s, S // s) for s in tr.STRIDES], 'cpu')
            bx = tr.decode(reg, pts, st)[0].numpy(); p = cls.sigmoid()[0, :, 0].numpy()
            k = p > .02; bx, p = bx[k], p[k]; o = p.argsort()[::-1][:300]; bx, p = bx[o], p[o]
            keep = cv2.dnn.NMSBoxes([[float(a[0]), float(a[1]), float(a[2] - a[0]), float(a[3] - a[1])] for a in bx], p.tolist(), .02, .6) if len(p) else []
            g = np.asarray(b, np.float32).reshape(-1, 5)[:, 1:] * r; npos += len(g); used = set()
            for i in np.array(keep).reshape(-1):
                best, bi = 0, -1
                for m in range(len(g)):
                    if m in used: continue
                    ix = max(0, min(bx[i][2], g[m][2]) - max(bx[i][0], g[m][0])); iy = max(0, min(bx[i][3], g[m][3]) - max(bx[i][1], g[m][1])); it = ix * iy
                    u = (bx[i][2] - bx[i][0]) * (bx[i][3] - bx[i][1]) + (g[m][2] - g[m][0]) * (g[m][3] - g[m][1]) - it
                    if it / (u + 1e-6) > best: best, bi = it / (u + 1e-6), m
                hit = best >= .5
                if hit: used.add(bi)
                recs.append((float(p[i]), hit))
    recs.sort(reverse=True); h = np.array([x for _, x in recs]); tp, fp = np.cumsum(h), np.cumsum(~h) if len(h) else (0, 0)
    net.train()
    if not len(recs): return 0.0
    rec, prec = tp / npos, tp / (tp + fp); mp_ = np.maximum.accumulate(prec[::-1])[::-1]
    return float(np.sum(np.diff(np.concatenate([[0], rec])) * mp_))
