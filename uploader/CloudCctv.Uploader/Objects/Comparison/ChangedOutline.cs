namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>The points of one region that differ, and the box around them.</summary>
internal sealed class ChangedOutline
{
    private readonly DifferenceMap map;
    private readonly bool[] differs;

    private ChangedOutline(DifferenceMap map, bool[] differs) => (this.map, this.differs) = (map, differs);

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

    /// <param name="map">Of both pictures.</param>
    /// <param name="now">The later of the two.</param>
    /// <param name="left">Of the region: first column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">Column after the last.</param>
    /// <param name="bottom">Row after the last.</param>
    public static ChangedOutline Of(DifferenceMap map, ReadOnlySpan<byte> now, int left, int top, int right, int bottom)
    {
        var outline = new ChangedOutline(map, new bool[map.Width * map.Height]) { Left = right, Top = bottom };
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = (y * map.Width) + x;
                if (Math.Abs(map.Then[at] - now[at]) > map.Threshold)
                {
                    outline.Take(x, y, at);
                }
            }
        }

        return outline;
    }

    /// <summary>Share of the points that differ which have changed since the scene is stable again, 0 to 1.</summary>
    public double Unsteady(ReadOnlySpan<byte> settled, ReadOnlySpan<byte> now)
    {
        var unsteady = 0;
        for (var at = differs.AsSpan().IndexOf(true); at >= 0 && at < differs.Length; at++)
        {
            unsteady += differs[at] && Math.Abs(settled[at] - now[at]) > map.Threshold ? 1 : 0;
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

    private void Take(int x, int y, int at)
    {
        differs[at] = true;
        Different++;
        (Left, Top, Right, Bottom) = (Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x + 1), Math.Max(Bottom, y + 1));
    }
}
