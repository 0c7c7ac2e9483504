namespace CloudCctv.Uploader.Health.Tamper;

/// <summary>
/// What a camera shows when all is well. The cells follow slowly, over ten minutes, so that a blur that comes over minutes
/// stands out; brightness and edges of the whole follow within a minute, so that dusk is no sudden change.
/// </summary>
internal sealed class LearnedView
{
    private const int FirstSamples = 20;
    private const float SlowRate = 1 / 600f;
    private const double FastRate = 1 / 60.0;

    private int samples;

    public float[] Means { get; } = new float[ViewSample.Cells];

    public float[] Edges { get; } = new float[ViewSample.Cells];

    /// <summary>Of the last minute.</summary>
    public double RecentMean { get; private set; }

    /// <summary>Of the last minute.</summary>
    public double RecentEdge { get; private set; }

    /// <summary>Standard deviation of the cells' brightness.</summary>
    public double Spread => ViewSample.Deviation(Means);

    /// <summary>Whether enough has been seen to judge by.</summary>
    public bool IsLearned => samples >= FirstSamples;

    public void Learn(ViewSample sample)
    {
        samples++;
        // A plain mean of the first samples, then a running one.
        var slow = Math.Max(1f / samples, SlowRate);
        for (var cell = 0; cell < ViewSample.Cells; cell++)
        {
            Means[cell] += slow * (sample.Means[cell] - Means[cell]);
            Edges[cell] += slow * (sample.Edges[cell] - Edges[cell]);
        }

        var fast = Math.Max(1.0 / samples, FastRate);
        RecentMean += fast * (sample.Mean - RecentMean);
        RecentEdge += fast * (sample.Edge - RecentEdge);
    }
}
