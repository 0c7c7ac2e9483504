namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>Damage to any bytes: flips, numbers that tend to hurt, pieces cut, doubled and moved.</summary>
public static class ByteMutations
{
    private static readonly byte[][] Hurtful =
    [
        [0], [1], [0x7F], [0x80], [0xFF], [0, 0], [0xFF, 0xFF], [0xFF, 0x7F], [0x7F, 0xFF], [0xFE, 0xFF],
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0xFE, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0xFF, 0xD9], [0xFF, 0xDA], [0x50, 0x4B, 5, 6],
    ];

    /// <summary>One to six of them.</summary>
    public static byte[] Some(byte[] bytes, Random random)
    {
        for (var left = random.Next(1, 7); left > 0; left--)
        {
            bytes = One(bytes, random);
        }

        return bytes;
    }

    public static byte[] One(byte[] bytes, Random random)
    {
        if (bytes.Length < 2)
        {
            return [(byte)random.Next(256)];
        }

        var (from, to) = Piece(bytes.Length, random);
        return random.Next(8) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes[..from], .. bytes[to..]],
            2 => [.. bytes[..to], .. bytes[from..]],
            3 => Moved(bytes, from, to, random),
            4 => [.. bytes[..from], .. Enumerable.Repeat((byte)random.Next(256), random.Next(1, 300)), .. bytes[from..]],
            5 => Written(bytes, from, Hurtful[random.Next(Hurtful.Length)]),
            6 => Written(bytes, from, [(byte)random.Next(256)]),
            _ => Flipped(bytes, from, random),
        };
    }

    /// <summary>The same in one place, near to a signature: its first bytes are spared.</summary>
    public static byte[] Near(byte[] bytes, ReadOnlySpan<byte> signature, int reach, Random random)
    {
        var places = new List<int>();
        for (var at = bytes.AsSpan().IndexOf(signature); at >= 0; at = bytes.AsSpan(at + 1).IndexOf(signature) is >= 0 and var next ? at + 1 + next : -1)
        {
            places.Add(at);
        }

        if (places.Count == 0)
        {
            return One(bytes, random);
        }

        var target = places[random.Next(places.Count)] + signature.Length + random.Next(reach);
        return random.Next(2) == 0 ? Written(bytes, target, Hurtful[random.Next(Hurtful.Length)]) : Flipped(bytes, target, random);
    }

    private static byte[] Moved(byte[] bytes, int from, int to, Random random)
    {
        byte[] without = [.. bytes[..from], .. bytes[to..]];
        var at = random.Next(without.Length + 1);
        return [.. without[..at], .. bytes[from..to], .. without[at..]];
    }

    private static byte[] Written(byte[] bytes, int at, byte[] value)
    {
        var changed = (byte[])bytes.Clone();
        for (var i = 0; i < value.Length && at + i < changed.Length; i++)
        {
            changed[at + i] = value[i];
        }

        return changed;
    }

    private static byte[] Flipped(byte[] bytes, int at, Random random) =>
        at < bytes.Length ? Written(bytes, at, [(byte)(bytes[at] ^ (1 << random.Next(8)))]) : bytes;

    private static (int From, int To) Piece(int length, Random random)
    {
        var from = random.Next(length);
        return (from, Math.Min(length, from + 1 + random.Next(random.Next(2) == 0 ? 16 : length)));
    }
}
