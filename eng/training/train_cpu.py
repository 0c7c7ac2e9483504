#!/usr/bin/env python3
"""CPU trainer (bf16 autocast). Debian: python3-torch python3-opencv python3-onnx python3-numpy; run it with /usr/bin/python3.

From nothing:   train_cpu.py --train 'PACKS/train-*.npz' --val 'PACKS/val-*.npz' --out run --minutes 78 --plan scratch
Fine-tuning:    train_cpu.py ... --minutes 62 --plan tune --lr 5e-4 --weights PACKS/cctv-person-v0.pt
Taking up again what was killed (weights, optimiser, average and place on the cosine are in run/checkpoint.pt):
                train_cpu.py ... the same --minutes, --plan and --lr, with --resume

The minutes are those of the clock: on a machine that others use, fewer steps are made, and the learning rate still ends at
nothing. To take only what others leave: OMP_WAIT_POLICY=passive chrt -i 0 nice -n 19 train_cpu.py ...
"""
import argparse
import glob
import math
import os
import random
import time

import cv2
import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn as nn

import net as tr
from loss import loss_fn
from packs import jitter, load, place
from score import evaluate

CONFIG = tr.SMALL
SIDE = 320               # of the pictures in memory: what the packs hold
SAVE_MINUTES = 3
EMA = .997

# Share of the time until which a stage lasts, sizes in turn (pixels), batch, share of mosaics.
PLANS = {
    'scratch': [(.55, (256,), 64, .7), (.85, (320,), 64, .7), (1, (320,), 64, 0.)],
    'tune': [(.30, (320,), 32, .5), (.50, (320, 320, 320, 416), 32, .5), (.85, (320, 320, 320, 416), 32, .2), (1, (320, 320, 320, 416), 32, 0.)],
}
WARM_STEPS = {'scratch': 300, 'tune': 60}


def sample(imgs, boxes, pick, side, mosaic, rng):
    canvas = np.empty((side, side, 3), np.uint8)
    if rng.random() < mosaic:
        half = side // 2
        corners = ((0, 0), (half, 0), (0, half), (half, half))
        found = np.concatenate([place(canvas, imgs[k], boxes[k], x, y, half, .7, 2.0, rng) for k, (x, y) in ((pick(), at) for at in corners)])
    else:
        k = pick()
        found = place(canvas, imgs[k], boxes[k], 0, 0, side, .6, 1.5, rng)
    return jitter(canvas, rng), found[:40]


def feed(seed, files, queue, stage):
    """A process of its own that makes batches: uint8 [B,S,S,3] BGR and targets [B,M,5]. stage: side, batch, 1000 x mosaic share."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    np.random.seed(seed)
    imgs, boxes = load(files, SIDE)
    order = []

    def pick():
        if not order:
            order.extend(range(len(imgs)))
            rng.shuffle(order)
        return order.pop()

    while True:
        side, batch, mosaic = stage[0].item(), stage[1].item(), stage[2].item() / 1000
        made = [sample(imgs, boxes, pick, side, mosaic, rng) for _ in range(batch)]
        targets = np.full((batch, max(1, max(len(b) for _, b in made)), 5), -2, np.float32)
        for i, (_, b) in enumerate(made):
            targets[i, :len(b)] = b
        queue.put((np.stack([x for x, _ in made]), targets))


def average(ema, net, step):
    """Exponential moving average; short at first, so that the start does not stay in it."""
    keep = min(EMA, (1 + step) / (10 + step))
    with torch.no_grad():
        for name, value in net.state_dict().items():
            if value.dtype.is_floating_point:
                ema[name].mul_(keep).add_(value.float(), alpha=1 - keep)
            else:
                ema[name] = value.clone()


def save(path, content):
    """Whole or not at all, whenever it is killed."""
    torch.save(content, path + '.tmp')
    os.replace(path + '.tmp', path)


def weights(path):
    return {k: v.float() if v.dtype.is_floating_point else v for k, v in torch.load(path, map_location='cpu').items()}


def optimiser(net, lr):
    decay = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    return torch.optim.AdamW([{'params': decay, 'weight_decay': .03}, {'params': plain, 'weight_decay': 0}], lr=lr, betas=(.9, .99))


def stage_at(plan, done, step):
    _, sides, batch, mosaic = next(stage for stage in PLANS[plan] if done <= stage[0])
    return sides[step % len(sides)], batch, mosaic


def finish(ema, options):
    e = tr.Net(**CONFIG)
    e.load_state_dict(ema)
    e.eval()
    tr.export(e, options.out + '/cctv-person.onnx')
    val = sorted(sum((glob.glob(p) for p in options.val), []))
    print('FINAL', {s: {os.path.basename(v): round(evaluate(e, [v], s), 4) for v in val} for s in (320, 416)}, flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--train', nargs='+', required=True)
    a.add_argument('--val', nargs='+', required=True)
    a.add_argument('--out', required=True)
    a.add_argument('--minutes', type=float, default=75)
    a.add_argument('--plan', choices=list(PLANS), default='scratch')
    a.add_argument('--lr', type=float, default=2e-3)
    a.add_argument('--weights', help='start from these')
    a.add_argument('--resume', action='store_true', help='go on from OUT/checkpoint.pt')
    a.add_argument('--threads', type=int, default=2)
    o = a.parse_args()
    os.makedirs(o.out, exist_ok=True)
    torch.set_num_threads(o.threads)
    torch.manual_seed(0)

    net = tr.Net(**CONFIG).to(memory_format=torch.channels_last)
    if o.weights:
        net.load_state_dict(weights(o.weights))
    opt, ema, step, before = optimiser(net, o.lr), {k: v.clone().float() for k, v in net.state_dict().items()}, 0, 0.
    if o.resume:
        c = torch.load(o.out + '/checkpoint.pt')
        net.load_state_dict(c['net'])
        opt.load_state_dict(c['opt'])
        ema, step, before = c['ema'], c['step'], c['minutes']
    print(f'{sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, from step {step}', flush=True)

    side, batch, mosaic = stage_at(o.plan, before / o.minutes, step)
    stage = torch.tensor([side, batch, int(mosaic * 1000)]).share_memory_()
    queue = mp.Queue(4)
    feeder = mp.Process(target=feed, args=(1 + step, sorted(sum((glob.glob(p) for p in o.train), [])), queue, stage), daemon=True)
    feeder.start()
    queue.get()

    start = last = time.time()
    saved, seen, losses = before, 0, []
    while (minutes := before + (time.time() - start) / 60) < o.minutes:
        done = minutes / o.minutes
        side, batch, mosaic = stage_at(o.plan, done, step)
        stage.copy_(torch.tensor([side, batch, int(mosaic * 1000)]))
        images, targets = queue.get()
        side = images.shape[1]
        lr = o.lr * min(1, (step + 1) / WARM_STEPS[o.plan]) * (.5 * (1 + math.cos(math.pi * done)) * .99 + .01)
        for group in opt.param_groups:
            group['lr'] = lr

        x = torch.from_numpy(images)[..., [2, 1, 0]].permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float().div_(255)
        with torch.autocast('cpu', torch.bfloat16):
            out = net(x)
        loss, by_class, by_box = loss_fn([(c.float(), r.float()) for c, r in out], torch.from_numpy(targets), [(side // s, side // s) for s in tr.STRIDES], 'cpu')
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 10.)
        opt.step()
        step, seen = step + 1, seen + len(images)
        average(ema, net, step)

        losses.append([float(loss.detach()), float(by_class), float(by_box)])
        if step % 10 == 0:
            now = time.time()
            print(f'{minutes:5.1f} min step {step} side {side} lr {lr:.5f} loss {np.mean(losses, 0).round(3)} {seen / (now - last):.0f} img/s', flush=True)
            last, seen, losses = now, 0, []
        if minutes > saved + SAVE_MINUTES:
            saved = minutes
            save(o.out + '/checkpoint.pt', {'net': net.state_dict(), 'opt': opt.state_dict(), 'ema': ema, 'step': step, 'minutes': minutes})
            save(o.out + '/ema.pt', ema)

    feeder.terminate()
    save(o.out + '/ema.pt', ema)
    finish(ema, o)


if __name__ == '__main__':
    main()
