namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>
/// The points of one region that differ, and the box around them; of one after the other, in the same buffer. Not thread-safe.
/// </summary>
/// <param name="map">Of both pictures, filled anew for each two.</param>
internal sealed class ChangedOutline(DifferenceMap map)
{
    // Only points within the box are ever true.
    private readonly bool[] differs = new bool[map.Width * map.Height];

    public int Left { get; private set; }

    public int Top { get; private set; }

    /// <summary>Column after the last.</summary>
    public int Right { get; private set; }

    /// <summary>Row after the last.</summary>
    public int Bottom { get; private set; }

    /// <summary>Points that differ.</summary>
    public int Different { get; private set; }

    /// <summary>Of the box, points.</summary>
    public int Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>Takes another region in the place of the one before.</summary>
    /// <param name="now">The later of the two.</param>
    /// <param name="left">Of the region: first column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">Column after the last.</param>
    /// <param name="bottom">Row after the last.</param>
    public void Draw(ReadOnlySpan<byte> now, int left, int top, int right, int bottom)
    {
        Clear();
        (Left, Top, Right, Bottom, Different) = (right, bottom, 0, 0, 0);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = (y * map.Width) + x;
                if (Math.Abs(map.Then[at] - now[at]) > map.Threshold)
                {
                    Take(x, y, at);
                }
            }
        }
    }

    /// <summary>Share of the points that differ which have changed since the scene is stable again, 0 to 1.</summary>
    public double Unsteady(ReadOnlySpan<byte> settled, ReadOnlySpan<byte> now)
    {
        var unsteady = 0;
        for (var y = Top; y < Bottom; y++)
        {
            for (var at = (y * map.Width) + Left; at < (y * map.Width) + Right; at++)
            {
                unsteady += differs[at] && Math.Abs(settled[at] - now[at]) > map.Threshold ? 1 : 0;
            }
        }

        return Different == 0 ? 0 : (double)unsteady / Different;
    }

    /// <summary>
    /// Along the border of what differs, a thing has edges and the bare place has none: whichever picture has more edge energy
    /// (squared steps of brightness across the border) is the one with the thing in it.
    /// </summary>
    public ChangeKind Kind(ReadOnlySpan<byte> now)
    {
        long before = 0, after = 0;
        for (var y = Math.Max(0, Top - 1); y < Math.Min(map.Height - 1, Bottom); y++)
        {
            for (var x = Math.Max(0, Left - 1); x < Math.Min(map.Width - 1, Right); x++)
            {
                var at = (y * map.Width) + x;
                Add(at, at + 1, now);
                Add(at, at + map.Width, now);
            }
        }

        return before >= after ? ChangeKind.Removed : ChangeKind.Left;

        void Add(int inside, int outside, ReadOnlySpan<byte> picture)
        {
            if (differs[inside] != differs[outside])
            {
                int then = map.Then[inside] - map.Then[outside], here = picture[inside] - picture[outside];
                before += then * then;
                after += here * here;
            }
        }
    }

    private void Clear()
    {
        for (var y = Top; y < Bottom; y++)
        {
            differs.AsSpan((y * map.Width) + Left, Right - Left).Clear();
        }
    }

    private void Take(int x, int y, int at)
    {
        differs[at] = true;
        Different++;
        (Left, Top, Right, Bottom) = (Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x + 1), Math.Max(Bottom, y + 1));
    }
}
