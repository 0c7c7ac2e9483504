"""The embedded person detector: network and ONNX export (PyTorch >= 1.13).

One class, person. Fully convolutional, anchor-free, strides 8/16/32, ReLU only (int8 friendly).
Input  'images' float32 [B,3,H,W], RGB, 0..1, H and W multiples of 32 (letterbox top-left or centred, grey 114).
Output 'output' float32 [B,5,N]: cx, cy, w, h in input pixels, person probability; N = HW/64 + HW/256 + HW/1024.
The layout is that of YOLOv8-style exports without NMS, so one decoder serves both.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

C = 1
STRIDES = (8, 16, 32)
SMALL = dict(w=(16, 16, 32, 64, 128), n=(1, 1, 2, 1), h=32)      # 0.59 M parameters: what CPU training can afford
LARGE = dict(w=(16, 32, 64, 128, 192), n=(1, 2, 2, 1), h=64)     # 1.78 M parameters, 2.1 GFLOPs at 416: for a GPU

# ---------------------------------------------------------------- network


def conv(ci, co, k=3, s=1, g=1):
    return nn.Sequential(nn.Conv2d(ci, co, k, s, k // 2, groups=g, bias=False),
                         nn.BatchNorm2d(co, eps=1e-3, momentum=0.03), nn.ReLU(inplace=True))


class Block(nn.Module):
    """Residual bottleneck: 1x1 -> 3x3."""
    def __init__(self, c, shortcut=True):
        super().__init__()
        self.a, self.b, self.short = conv(c, c, 3), conv(c, c, 3), shortcut
    def forward(self, x):
        y = self.b(self.a(x))
        return x + y if self.short else y


class C2f(nn.Module):
    """Split, run n blocks, concatenate every stage."""
    def __init__(self, ci, co, n=1, shortcut=True):
        super().__init__()
        self.h = co // 2
        self.cv1 = conv(ci, 2 * self.h, 1)
        self.m = nn.ModuleList(Block(self.h, shortcut) for _ in range(n))
        self.cv2 = conv((2 + n) * self.h, co, 1)
    def forward(self, x):
        y = list(self.cv1(x).chunk(2, 1))
        for m in self.m:
            y.append(m(y[-1]))
        return self.cv2(torch.cat(y, 1))


class SPPF(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.cv1, self.cv2 = conv(c, c // 2, 1), conv(c * 2, c, 1)
    def forward(self, x):
        x = self.cv1(x)
        a = F.max_pool2d(x, 5, 1, 2); b = F.max_pool2d(a, 5, 1, 2); c = F.max_pool2d(b, 5, 1, 2)
        return self.cv2(torch.cat([x, a, b, c], 1))


class Head(nn.Module):
    def __init__(self, c, h):
        super().__init__()
        self.stem = conv(c, h, 1)
        self.cls = nn.Sequential(conv(h, h, 3, 1, h), conv(h, h, 1), conv(h, h, 3, 1, h), conv(h, h, 1))
        self.reg = nn.Sequential(conv(h, h, 3, 1, h), conv(h, h, 1), conv(h, h, 3, 1, h), conv(h, h, 1))
        self.pc, self.pr = nn.Conv2d(h, C, 1), nn.Conv2d(h, 4, 1)
        nn.init.constant_(self.pc.bias, -math.log((1 - 0.01) / 0.01))
        nn.init.constant_(self.pr.bias, 1.0)
    def forward(self, x):
        x = self.stem(x)
        return self.pc(self.cls(x)), self.pr(self.reg(x))


class Net(nn.Module):
    def __init__(self, w=(16, 32, 64, 128, 192), n=(1, 2, 2, 1), h=64):
        super().__init__()
        self.s2 = conv(3, w[0], 3, 2)
        self.s4 = nn.Sequential(conv(w[0], w[1], 3, 2), C2f(w[1], w[1], n[0]))
        self.s8 = nn.Sequential(conv(w[1], w[2], 3, 2), C2f(w[2], w[2], n[1]))
        self.s16 = nn.Sequential(conv(w[2], w[3], 3, 2), C2f(w[3], w[3], n[2]))
        self.s32 = nn.Sequential(conv(w[3], w[4], 3, 2), C2f(w[4], w[4], n[3]), SPPF(w[4]))
        self.u16 = C2f(w[3] + w[4], w[3], 1, False)
        self.u8 = C2f(w[2] + w[3], w[2], 1, False)
        self.d16, self.n16 = conv(w[2], w[2], 3, 2), C2f(w[2] + w[3], w[3], 1, False)
        self.d32, self.n32 = conv(w[3], w[3], 3, 2), C2f(w[3] + w[4], w[4], 1, False)
        self.heads = nn.ModuleList(Head(c, h) for c in (w[2], w[3], w[4]))
    def forward(self, x):
        p2 = self.s4(self.s2(x)); p3 = self.s8(p2); p4 = self.s16(p3); p5 = self.s32(p4)
        f4 = self.u16(torch.cat([F.interpolate(p5, scale_factor=2.0), p4], 1))
        f3 = self.u8(torch.cat([F.interpolate(f4, scale_factor=2.0), p3], 1))
        f4 = self.n16(torch.cat([self.d16(f3), f4], 1))
        f5 = self.n32(torch.cat([self.d32(f4), p5], 1))
        return [h(f) for h, f in zip(self.heads, (f3, f4, f5))]


def grid(shapes, dev):
    pts, st = [], []
    for (h, w), s in zip(shapes, STRIDES):
        y, x = torch.meshgrid(torch.arange(h, device=dev), torch.arange(w, device=dev), indexing='ij')
        pts.append(torch.stack([x, y], -1).reshape(-1, 2).float().add(0.5).mul(s))
        st.append(torch.full((h * w, 1), float(s), device=dev))
    return torch.cat(pts), torch.cat(st)


def flatten(out):
    cls = torch.cat([c.flatten(2) for c, _ in out], 2).permute(0, 2, 1)
    reg = torch.cat([r.flatten(2) for _, r in out], 2).permute(0, 2, 1)
    return cls.float(), reg.float()


def decode(reg, pts, st):
    d = F.softplus(reg) * st            # left, top, right, bottom distances
    return torch.cat([pts - d[..., :2], pts + d[..., 2:]], -1)


class Export(nn.Module):
    """Network plus decoding, any H and W that are multiples of 32."""
    def __init__(self, net):
        super().__init__()
        self.net = net
    def forward(self, x):
        rows = []
        for (c, r), s in zip(self.net(x), STRIDES):
            h, w = c.shape[2], c.shape[3]
            px = ((torch.arange(w, dtype=torch.float32) + 0.5) * s).view(1, 1, 1, -1)
            py = ((torch.arange(h, dtype=torch.float32) + 0.5) * s).view(1, 1, -1, 1)
            d = F.softplus(r) * s
            l, t, rr, b = d[:, 0:1], d[:, 1:2], d[:, 2:3], d[:, 3:4]
            rows.append(torch.cat([px + (rr - l) / 2, py + (b - t) / 2, l + rr, t + b, c.sigmoid()], 1).flatten(2))
        return torch.cat(rows, 2)


def export(net, path):
    """Writes the ONNX file with dynamic batch, height and width."""
    torch.onnx.export(Export(net.eval()), torch.zeros(1, 3, 384, 640), path, input_names=['images'], output_names=['output'], opset_version=13,
                      dynamic_axes={'images': {0: 'batch', 2: 'height', 3: 'width'}, 'output': {0: 'batch', 2: 'anchors'}})
