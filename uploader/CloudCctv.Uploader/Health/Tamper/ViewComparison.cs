using CloudCctv.Contracts.Health;

namespace CloudCctv.Uploader.Health.Tamper;

/// <summary>How a picture differs from the learned view.</summary>
internal readonly record struct ViewComparison
{
    /// <summary>Grey levels between neighbours by which a cell has something to recognise it by; noise has less.</summary>
    private const float StructuredEdge = 3;

    private ViewComparison(ViewSample now, LearnedView learned)
    {
        var structured = Where(cell => learned.Edges[cell] >= StructuredEdge);
        var lost = structured.Where(cell => now.Edges[cell] < 0.4f * learned.Edges[cell]).ToArray();
        Structured = learned.RecentEdge < StructuredEdge ? 0 : (double)structured.Length / ViewSample.Cells;
        Lost = structured.Length == 0 ? 0 : (double)lost.Length / structured.Length;
        LostLikeness = Correlation(now.Means, learned.Means, lost);
        Likeness = Correlation(now.Means, learned.Means, Where(_ => true));
        EdgeLikeness = Correlation(Centred(now.Edges), Centred(learned.Edges), Where(_ => true));
        Sharpness = structured.Length == 0 ? 1
            : structured.Average(cell => now.Edges[cell]) / ContrastOf(now.Means, structured)
            / (structured.Average(cell => learned.Edges[cell]) / ContrastOf(learned.Means, structured));
        Brightness = now.Mean / Math.Max(1, learned.RecentMean);
        Edge = now.Edge / Math.Max(0.1, learned.RecentEdge);
        Contrast = now.Spread / Math.Max(2, learned.Spread);
        Darkened = now is { Mean: < 24, Spread: < 8 } && learned.RecentMean - now.Mean > 16;
    }

    /// <summary>Share of the cells that had something to recognise; 0 once night has taken it away.</summary>
    public double Structured { get; }

    /// <summary>Share of those that have lost it.</summary>
    public double Lost { get; }

    /// <summary>Correlation, -1 to 1, of the brightness of lost cells with what they were: blur keeps it, a cover does not.</summary>
    public double LostLikeness { get; }

    /// <summary>The same of all cells.</summary>
    public double Likeness { get; }

    /// <summary>Correlation of the edges, without what is common to rows and columns: sky above and ground below are in every view.</summary>
    public double EdgeLikeness { get; }

    /// <summary>Edges per contrast, as a share of what they were: light changes both, blur only the edges.</summary>
    public double Sharpness { get; }

    /// <summary>As a share of the last minute's.</summary>
    public double Brightness { get; }

    /// <summary>All edges, as a share of the last minute's.</summary>
    public double Edge { get; }

    /// <summary>Contrast of the cells, as a share of what it was.</summary>
    public double Contrast { get; }

    /// <summary>Black now, and it was not a minute ago.</summary>
    public bool Darkened { get; }

    public static ViewComparison Of(ViewSample now, LearnedView learned) => new(now, learned);

    /// <summary>What it looks like; <see cref="CameraState.Watching"/> if nothing is wrong.</summary>
    public CameraState Judge() =>
        Darkened ? CameraState.Dark
        : Structured < 0.08 ? CameraState.Watching
        : Lost > 0.65 && Edge < 0.55 && LostLikeness < 0.5 ? CameraState.Covered
        : Sharpness < 0.5 && Lost > 0.5 && Likeness > 0.8 && Brightness is > 0.6 and < 1.6 ? CameraState.Defocused
        : EdgeLikeness < 0.3 && Edge > 0.4 && Contrast > 0.4 ? CameraState.Moved
        : CameraState.Watching;

    private static int[] Where(Func<int, bool> wanted) => [.. Enumerable.Range(0, ViewSample.Cells).Where(wanted)];

    private static double ContrastOf(float[] means, int[] cells)
    {
        var mean = cells.Average(cell => means[cell]);
        // Never less than noise.
        return Math.Max(2, Math.Sqrt(cells.Average(cell => (means[cell] - mean) * (means[cell] - mean))));
    }

    private static float[] Centred(float[] values)
    {
        var rows = new float[ViewSample.CellsHigh];
        var columns = new float[ViewSample.CellsWide];
        for (var cell = 0; cell < values.Length; cell++)
        {
            rows[cell / ViewSample.CellsWide] += values[cell] / ViewSample.CellsWide;
            columns[cell % ViewSample.CellsWide] += values[cell] / ViewSample.CellsHigh;
        }

        return [.. values.Select((value, cell) => value - rows[cell / ViewSample.CellsWide] - columns[cell % ViewSample.CellsWide])];
    }

    /// <summary>Pearson's; 0 where one of the two does not vary.</summary>
    private static double Correlation(float[] a, float[] b, int[] cells)
    {
        if (cells.Length < 2)
        {
            return 0;
        }

        double meanA = cells.Average(cell => a[cell]), meanB = cells.Average(cell => b[cell]), both = 0, varianceA = 0, varianceB = 0;
        foreach (var cell in cells)
        {
            both += (a[cell] - meanA) * (b[cell] - meanB);
            varianceA += (a[cell] - meanA) * (a[cell] - meanA);
            varianceB += (b[cell] - meanB) * (b[cell] - meanB);
        }

        // A standard deviation below one grey level is noise.
        return varianceA < cells.Length || varianceB < cells.Length ? 0 : both / Math.Sqrt(varianceA * varianceB);
    }
}
