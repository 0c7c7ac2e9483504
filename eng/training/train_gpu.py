#!/usr/bin/env python3
"""GPU trainer: every image lives in GPU memory, augmentation runs there. Written from the CPU trainer and NOT YET EXECUTED on a GPU: expect to debug.

One GPU for half an hour is enough: a run of a minute to see that it works, then --minutes 7.5 --total 15, twice, the second with --resume OUT/ck.pt.
"""
import argparse
import glob
import json
import math
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from loss import iou_pair, loss_fn
from net import LARGE, STRIDES, Net, decode, export, flatten, grid

# ---------------------------------------------------------------- data on the GPU
class Data:
    """Every image lives in GPU memory as uint8 [K,3,S,S] (letterboxed to the top-left corner)."""
    def __init__(self, files, side, dev, limit=None):
        import cv2
        from concurrent.futures import ThreadPoolExecutor
        cv2.setNumThreads(1)
        raw, boxes = [], []
        for f in files:
            z = np.load(f, allow_pickle=True)
            raw += list(z['jpeg']); boxes += list(z['boxes'])
        if limit: raw, boxes = raw[:limit], boxes[:limit]
        K = len(raw); self.n = K; self.side = side
        img = np.full((K, 3, side, side), 114, np.uint8); self.wh = np.zeros((K, 2), np.float32); keep = [None] * K
        def one(i):
            im = cv2.imdecode(np.frombuffer(raw[i], np.uint8), cv2.IMREAD_COLOR)
            h, w = im.shape[:2]; r = side / max(h, w)
            im = cv2.resize(im, (max(1, round(w * r)), max(1, round(h * r))), interpolation=cv2.INTER_AREA if r < 1 else cv2.INTER_LINEAR)
            h2, w2 = im.shape[:2]
            img[i, :, :h2, :w2] = im[:, :, ::-1].transpose(2, 0, 1)
            self.wh[i] = (w2, h2)
            b = np.asarray(boxes[i], np.float32).reshape(-1, 5).copy(); b[:, 1:] *= r
            keep[i] = b
        with ThreadPoolExecutor(16) as ex: list(ex.map(one, range(K)))
        self.img = torch.from_numpy(img).to(dev)
        M = max(1, max(len(b) for b in keep)); M = min(M, 120)
        t = np.full((K, M, 5), -2, np.float32)
        for i, b in enumerate(keep): t[i, :min(M, len(b))] = b[:M]
        self.tgt = torch.from_numpy(t).to(dev); self.whg = torch.from_numpy(self.wh).to(dev)
        self.person = torch.from_numpy(np.array([(b[:, 0] == 0).any() for b in keep])).to(dev)

def place(data, idx, S, lo, hi, dev, g):
    """Random affine placement of images idx on SxS canvases. Returns images [B,3,S,S] float 0..1 and targets."""
    B = len(idx)
    wh = data.whg[idx]
    scale = torch.exp(torch.empty(B, device=dev).uniform_(math.log(lo), math.log(hi), generator=g)) * (S / wh.amax(1))
    asp = torch.exp(torch.empty(B, device=dev).uniform_(-0.15, 0.15, generator=g))
    sx, sy = scale * asp, scale / asp
    nw, nh = wh[:, 0] * sx, wh[:, 1] * sy
    ox = (S - nw) * torch.rand(B, device=dev, generator=g); oy = (S - nh) * torch.rand(B, device=dev, generator=g)
    flip = torch.rand(B, device=dev, generator=g) < 0.5
    # output pixel -> source pixel
    ys, xs = torch.meshgrid(torch.arange(S, device=dev) + 0.5, torch.arange(S, device=dev) + 0.5, indexing='ij')
    fx = (xs[None] - ox[:, None, None]) / sx[:, None, None]; fy = (ys[None] - oy[:, None, None]) / sy[:, None, None]
    fx = torch.where(flip[:, None, None], wh[:, 0, None, None] - fx, fx)
    valid = (fx >= 0) & (fy >= 0) & (fx < wh[:, 0, None, None]) & (fy < wh[:, 1, None, None])
    gx = fx / data.side * 2 - 1; gy = fy / data.side * 2 - 1
    out = F.grid_sample(data.img[idx].float(), torch.stack([gx, gy], -1), mode='bilinear', align_corners=False)
    out = torch.where(valid[:, None], out, torch.full((), 114.0, device=dev, dtype=out.dtype))
    t = data.tgt[idx].clone()
    x1, x2 = t[..., 1].clone(), t[..., 3].clone()
    W = wh[:, 0, None]
    t[..., 1] = torch.where(flip[:, None], W - x2, x1); t[..., 3] = torch.where(flip[:, None], W - x1, x2)
    t[..., [1, 3]] = t[..., [1, 3]] * sx[:, None, None] + ox[:, None, None]
    t[..., [2, 4]] = t[..., [2, 4]] * sy[:, None, None] + oy[:, None, None]
    full = (t[..., 3] - t[..., 1]) * (t[..., 4] - t[..., 2])
    t[..., 1:] = t[..., 1:].clamp(0, S)
    w, h = t[..., 3] - t[..., 1], t[..., 4] - t[..., 2]
    bad = (w * h < 0.25 * full) | (w < 3) | (h < 3)
    t[..., 0] = torch.where(bad & (t[..., 0] >= 0), torch.where((w > 1) & (h > 1), -1.0, -2.0), t[..., 0])
    t[..., 0] = torch.where(bad & (t[..., 0] == -1) & ((w <= 1) | (h <= 1)), -2.0, t[..., 0])
    return out, t

def colour(x, dev, g):
    """Brightness, contrast, saturation, grey (infra-red look), gamma, noise, low light."""
    B = x.shape[0]; r = lambda a, b: torch.empty(B, 1, 1, 1, device=dev).uniform_(a, b, generator=g)
    x = x / 255
    grey = (x * torch.tensor([.299, .587, .114], device=dev, dtype=x.dtype)[None, :, None, None]).sum(1, keepdim=True)
    sat = r(0.4, 1.6); sat = torch.where(r(0, 1) < 0.15, torch.zeros_like(sat), sat)
    x = grey + (x - grey) * sat
    m = x.mean((1, 2, 3), keepdim=True)
    x = (x - m) * r(0.6, 1.4) + m * r(0.6, 1.4)
    x = x.clamp(1e-3, 1) ** torch.exp(r(-0.5, 0.5))
    dark = r(0, 1) < 0.1
    x = torch.where(dark, x * r(0.15, 0.5), x)
    n = torch.randn(x.shape, device=dev, generator=g, dtype=torch.float32) * r(0, 0.05) * (r(0, 1) < 0.3)
    hue = 1 + (torch.rand(B, 3, 1, 1, device=dev, generator=g) - 0.5) * 0.12
    return (x * hue + n).clamp(0, 1)

def batch(data, B, S, dev, g, mosaic, probs):
    idx = torch.multinomial(probs, B * (4 if mosaic else 1), replacement=True, generator=g)
    if not mosaic:
        x, t = place(data, idx, S, 0.5, 1.6, dev, g)
        return colour(x, dev, g), t
    H = S // 2
    x, t = place(data, idx, H, 0.6, 1.8, dev, g)
    x = x.view(B, 2, 2, 3, H, H).permute(0, 3, 1, 4, 2, 5).reshape(B, 3, S, S)
    off = torch.tensor([[0, 0], [H, 0], [0, H], [H, H]], device=dev).float()
    t = t.view(B, 4, -1, 5)
    t[..., [1, 3]] += off[None, :, None, 0:1]; t[..., [2, 4]] += off[None, :, None, 1:2]
    t = t.reshape(B, -1, 5)
    order = torch.sort((t[..., 0] < -1).float(), dim=1, stable=True)[1][:, :100]
    t = torch.gather(t, 1, order[..., None].expand(-1, -1, 5))
    return colour(x, dev, g), t

# ---------------------------------------------------------------- evaluation
def nms(b, s, thr=0.6):
    import torchvision
    return torchvision.ops.nms(b, s, thr)

@torch.no_grad()
def evaluate(net, data, S, dev, cls_id=0, bs=128, iou_t=0.5):
    net.eval(); recs = []; npos = 0
    for i in range(0, data.n, bs):
        idx = torch.arange(i, min(data.n, i + bs), device=dev)
        x = data.img[idx].float()
        r = S / data.side
        if r != 1: x = F.interpolate(x, size=(S, S), mode='bilinear', antialias=True, align_corners=False)
        with torch.autocast('cuda', torch.bfloat16): out = net(x / 255)
        shapes = [(S // s, S // s) for s in STRIDES]
        cls, reg = flatten(out); pts, st = grid(shapes, dev); box = decode(reg, pts, st); p = cls.sigmoid()[..., cls_id]
        for j in range(len(idx)):
            t = data.tgt[idx[j]]; gt = t[t[:, 0] == cls_id][:, 1:] * r; ig = t[t[:, 0] == -1][:, 1:] * r
            npos += len(gt)
            k = p[j] > 0.05
            b, s = box[j][k], p[j][k]
            if len(s) > 300:
                s, o = s.topk(300); b = b[o]
            o = nms(b, s); b, s = b[o], s[o]
            used = torch.zeros(len(gt), dtype=torch.bool)
            if len(b) == 0: continue
            iou = iou_pair(b[:, None], gt[None]).cpu() if len(gt) else None
            igo = iou_pair(b[:, None], ig[None]).cpu() if len(ig) else None
            for n in range(len(b)):
                hit = False
                if iou is not None:
                    v = iou[n].clone(); v[used] = -1; m = int(v.argmax())
                    if v[m] >= iou_t: used[m] = True; hit = True
                if not hit and igo is not None and igo[n].max() >= 0.3: continue
                recs.append((float(s[n]), hit))
    recs.sort(reverse=True)
    tp = np.cumsum([h for _, h in recs]); fp = np.cumsum([not h for _, h in recs])
    rec = tp / max(1, npos); prec = tp / np.maximum(1, tp + fp)
    mp = np.maximum.accumulate(prec[::-1])[::-1] if len(prec) else prec
    ap = float(np.sum(np.diff(np.concatenate([[0], rec])) * mp)) if len(rec) else 0.0
    net.train(); return ap, npos

def main():
    a = argparse.ArgumentParser()
    a.add_argument('--train', nargs='+'); a.add_argument('--val', nargs='+'); a.add_argument('--out', default='out')
    a.add_argument('--minutes', type=float, default=8); a.add_argument('--total', type=float, default=16)
    a.add_argument('--batch', type=int, default=128); a.add_argument('--side', type=int, default=416)
    a.add_argument('--resume', default=''); a.add_argument('--lr', type=float, default=1.5e-3)
    o = a.parse_args(); os.makedirs(o.out, exist_ok=True)
    dev = 'cuda'; torch.backends.cudnn.benchmark = True; torch.set_float32_matmul_precision('high')
    t0 = time.time()
    files = sum((sorted(glob.glob(p)) for p in o.train), []); tr = Data(files, o.side + 32, dev)
    vals = {os.path.basename(f): Data([f], o.side, dev) for p in o.val for f in sorted(glob.glob(p))}
    print('train', tr.n, 'with person', int(tr.person.sum()), 'val', {k: v.n for k, v in vals.items()}, f'load {time.time()-t0:.0f}s', flush=True)
    net = Net(**LARGE).to(dev).to(memory_format=torch.channels_last)
    print('params', sum(p.numel() for p in net.parameters()) / 1e6, 'M')
    decay = [p for p in net.parameters() if p.ndim > 1]; nodecay = [p for p in net.parameters() if p.ndim <= 1]
    opt = torch.optim.AdamW([{'params': decay, 'weight_decay': 0.05}, {'params': nodecay, 'weight_decay': 0}], lr=o.lr, betas=(0.9, 0.99), fused=True)
    ema = {k: v.detach().clone().float() for k, v in net.state_dict().items()}
    done, step = 0.0, 0
    if o.resume and os.path.exists(o.resume):
        c = torch.load(o.resume, map_location=dev); net.load_state_dict(c['net']); opt.load_state_dict(c['opt']); ema = c['ema']; done, step = c['done'], c['step']
        print('resumed at', step, f'{done:.1f} min')
    cnet = torch.compile(net)
    g = torch.Generator(device=dev); g.manual_seed(1 + step)
    probs = torch.where(tr.person, 1.5, 1.0)
    start = time.time(); last = start; seen = 0; L = torch.zeros(3, device=dev); k = 0
    sizes = [o.side] if o.side <= 416 else [416, 512]
    while True:
        el = done + (time.time() - start) / 60
        if (time.time() - start) / 60 > o.minutes or el > o.total: break
        f = min(1, el / o.total)
        warm = min(1, (step + 1) / 500)
        lr = o.lr * warm * (0.5 * (1 + math.cos(math.pi * f)) * 0.98 + 0.02)
        for pg in opt.param_groups: pg['lr'] = lr
        mosaic = f < 0.85 and step % 4 != 3
        S = o.side
        x, t = batch(tr, o.batch, S, dev, g, mosaic, probs)
        x = x.to(torch.bfloat16).contiguous(memory_format=torch.channels_last)
        shapes = [(S // s, S // s) for s in STRIDES]
        n = max(1, int((t[..., 0] >= -1).sum(1).max())); n = min(t.shape[1], (n + 19) // 20 * 20); 
        order = torch.sort((t[..., 0] < -1).float(), dim=1, stable=True)[1][:, :n]; t = torch.gather(t, 1, order[..., None].expand(-1, -1, 5))
        with torch.autocast('cuda', torch.bfloat16): out = cnet(x)
        loss, lc, lb = loss_fn(out, t, shapes, dev)
        opt.zero_grad(set_to_none=True); loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        opt.step(); step += 1; seen += o.batch; k += 1
        d = min(1 - 1 / max(100, 0.05 * step / max(f, 0.02)), (1 + step) / (10 + step))
        with torch.no_grad():
            sd = net.state_dict(); ks = [q for q in ema if sd[q].dtype.is_floating_point]
            torch._foreach_mul_([ema[q] for q in ks], d); torch._foreach_add_([ema[q] for q in ks], [sd[q].float() for q in ks], alpha=1 - d)
            for q in ema:
                if not sd[q].dtype.is_floating_point: ema[q] = sd[q].clone()
        L += torch.stack([loss.detach(), lc, lb])
        if step % 200 == 0:
            now = time.time(); print(f'{el:5.1f} min step {step} lr {lr:.5f} loss {(L/k).tolist()} {seen/(now-last):.0f} img/s', flush=True); L.zero_(); k = 0; seen = 0; last = now
    done += (time.time() - start) / 60
    torch.save({'net': net.state_dict(), 'opt': opt.state_dict(), 'ema': ema, 'done': done, 'step': step}, os.path.join(o.out, 'ck.pt'))
    e = Net(**LARGE).to(dev); sd = net.state_dict(); e.load_state_dict({q: v.to(sd[q].dtype) for q, v in ema.items()})
    res = {n: {s: {c: round(evaluate(e, v, s, dev, ci)[0], 4) for ci, c in enumerate(('person',))} for s in (320, o.side, 512)} for n, v in vals.items()}
    print('FINAL', json.dumps(res), 'step', step, f'{done:.1f} min', flush=True)
    json.dump(res, open(os.path.join(o.out, 'metrics.json'), 'w'))
    e = e.cpu().eval().float()
    torch.save({k: v.half() if v.dtype.is_floating_point else v for k, v in e.state_dict().items()}, os.path.join(o.out, 'ema.pt'))
    export(e, os.path.join(o.out, 'cctv-person.onnx'))
if __name__ == '__main__':
    main()
