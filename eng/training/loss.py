"""What the network is trained by.

Assignment: task-aligned (Feng et al., TOOD, 2021). Box loss: GIoU (Rezatofighi et al., 2019).
Targets are float32 [B,M,5]: class (0 person, -1 ignored region, -2 filling), x1 y1 x2 y2 in input pixels.
"""
import torch
import torch.nn.functional as F

from net import decode, flatten, grid


def iou_pair(a, b, giou=False):
    lt = torch.maximum(a[..., :2], b[..., :2]); rb = torch.minimum(a[..., 2:], b[..., 2:])
    wh = (rb - lt).clamp(min=0); inter = wh[..., 0] * wh[..., 1]
    aa = (a[..., 2:] - a[..., :2]).clamp(min=0).prod(-1); bb = (b[..., 2:] - b[..., :2]).clamp(min=0).prod(-1)
    un = aa + bb - inter + 1e-7; iou = inter / un
    if not giou: return iou
    clt = torch.minimum(a[..., :2], b[..., :2]); crb = torch.maximum(a[..., 2:], b[..., 2:])
    ch = (crb - clt).clamp(min=0).prod(-1) + 1e-7
    return iou - (ch - un) / ch

@torch.no_grad()


def assign(prob, box, pts, gt_cls, gt_box, gt_ok, topk=10, alpha=0.5, beta=6.0):
    """Task-aligned assignment. prob [B,N,C], box [B,N,4], gt_* [B,M,...]; returns per-anchor target."""
    B, N, _ = prob.shape; M = gt_box.shape[1]
    inside = ((pts[None, None] - gt_box[:, :, None, :2]).amin(-1) > 1e-3) & \
             ((gt_box[:, :, None, 2:] - pts[None, None]).amin(-1) > 1e-3)          # [B,M,N]
    inside &= gt_ok[:, :, None]
    s = torch.gather(prob.permute(0, 2, 1), 1, gt_cls.clamp(min=0)[:, :, None].expand(-1, -1, N))
    ov = iou_pair(gt_box[:, :, None], box[:, None]).clamp(min=0)
    al = (s.clamp(min=1e-9) ** alpha * ov ** beta) * inside
    k = min(topk, N)
    val, idx = al.topk(k, 2)
    pos = torch.zeros_like(al, dtype=torch.bool).scatter_(2, idx, val > 1e-12) & inside
    # one anchor, one object: keep the highest overlap
    ovp = torch.where(pos, ov, torch.full_like(ov, -1))
    best = ovp.argmax(1)                                                             # [B,N]
    pos = pos & (F.one_hot(best, M).permute(0, 2, 1).bool())
    fg = pos.any(1)
    al = al * pos
    norm = al / (al.amax(2, keepdim=True) + 1e-9) * (ov * pos).amax(2, keepdim=True)
    q = norm.amax(1)                                                                 # [B,N]
    tcls = torch.gather(gt_cls, 1, best); tbox = torch.gather(gt_box, 1, best[..., None].expand(-1, -1, 4))
    return fg, tcls, tbox, q


def loss_fn(out, tgt, shapes, dev):
    cls, reg = flatten(out)
    pts, st = grid(shapes, dev)
    box = decode(reg, pts, st)
    gt_cls, gt_box = tgt[..., 0].long(), tgt[..., 1:]
    ok = tgt[..., 0] >= 0
    fg, tcls, tbox, q = assign(cls.sigmoid(), box.detach(), pts, gt_cls, gt_box, ok)
    t = torch.zeros_like(cls); t.scatter_(2, tcls.clamp(min=0)[..., None], (q * fg)[..., None])
    w = torch.ones_like(cls)
    ign = tgt[..., 0] == -1                                                          # ignore regions
    if ign.any():
        i = ((pts[None, None] - gt_box[:, :, None, :2]).amin(-1) > 0) & ((gt_box[:, :, None, 2:] - pts[None, None]).amin(-1) > 0)
        i = (i & ign[:, :, None]).any(1) & ~fg
        w = w * (~i)[..., None]
    norm = q[fg].sum().clamp(min=1)
    lc = (F.binary_cross_entropy_with_logits(cls, t, reduction='none') * w).sum() / norm
    lb = ((1 - iou_pair(box[fg], tbox[fg], True)) * q[fg]).sum() / norm
    return lc + 2.5 * lb, lc.detach(), lb.detach()
