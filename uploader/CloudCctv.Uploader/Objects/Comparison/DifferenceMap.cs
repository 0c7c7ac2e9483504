namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>
/// Two pictures of one scene, brought to one light and one place, and how alike they are point by point. Buffers are kept from
/// call to call. Not thread-safe.
/// </summary>
internal sealed class DifferenceMap(int width, int height)
{
    // Grey levels between the two from which a point differs, however little noise there is.
    private const int LeastDifference = 12;

    private readonly Ssim ssim = new(width, height);
    private readonly byte[] then = new byte[width * height];
    private readonly byte[] moved = new byte[width * height];
    private readonly float[] likeness = new float[width * height];
    private readonly float[] another = new float[width * height];
    private readonly byte[] least = new byte[width * height];

    public int Width => width;

    public int Height => height;

    /// <summary>The scene before, as it would look now.</summary>
    public ReadOnlySpan<byte> Then => then;

    /// <summary>Structural similarity, the best of a point's and its neighbours': an edge that trembles is no change.</summary>
    public ReadOnlySpan<float> Likeness => likeness;

    /// <summary>Grey levels, the least of a point's and its neighbours'.</summary>
    public ReadOnlySpan<byte> Least => least;

    /// <summary>Grey levels from which a point differs by more than noise.</summary>
    public int Threshold { get; private set; }

    /// <param name="before">Width × height bytes.</param>
    /// <param name="now">The same.</param>
    /// <param name="similarity">Below which a point has changed.</param>
    /// <returns>False if no point has.</returns>
    public bool Fill(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, float similarity)
    {
        LightFit.Between(before, now, width, height).Apply(before, then);
        ssim.Map(then, now, likeness);
        // Nearly always this is the end of it.
        if (!HasChanged(similarity))
        {
            return false;
        }

        Align(before, now);
        for (var i = 0; i < then.Length; i++)
        {
            least[i] = (byte)Math.Abs(then[i] - now[i]);
        }

        Threshold = Math.Max(LeastDifference, NoiseThreshold());
        Forgive(now);
        return HasChanged(similarity);
    }

    private bool HasChanged(float similarity)
    {
        foreach (var one in likeness)
        {
            if (one < similarity)
            {
                return true;
            }
        }

        return false;
    }

    private void Align(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now)
    {
        if (SceneShift.Between(then, now, width, height) is var shift && shift != default)
        {
            shift.Apply(before, width, height, moved);
            LightFit.Between(moved, now, width, height).Apply(moved, then);
            ssim.Map(then, now, likeness);
        }
    }

    private void Forgive(ReadOnlySpan<byte> now)
    {
        for (var neighbour = 0; neighbour < 9; neighbour++)
        {
            if (neighbour == 4)
            {
                continue;
            }

            new SceneShift((neighbour % 3) - 1, (neighbour / 3) - 1).Apply(then, width, height, moved);
            ssim.Map(moved, now, another);
            for (var i = 0; i < likeness.Length; i++)
            {
                likeness[i] = Math.Max(likeness[i], another[i]);
                least[i] = Math.Min(least[i], (byte)Math.Abs(moved[i] - now[i]));
            }
        }
    }

    // Four standard deviations, as half of the points tell it: things are smaller than that.
    private int NoiseThreshold()
    {
        Span<int> counts = stackalloc int[256];
        foreach (var one in least)
        {
            counts[one]++;
        }

        var (median, seen) = (0, counts[0]);
        while (seen * 2 < least.Length)
        {
            seen += counts[++median];
        }

        return (int)Math.Ceiling(4 * 1.4826 * median);
    }
}
