namespace CloudCctv.Detection.Preprocessing;

/// <summary>Which two source samples make each target sample of one axis: bilinear, centres on centres.</summary>
internal sealed class ResampledAxis
{
    /// <summary>Weights are parts of this.</summary>
    public const int One = 256;

    private readonly int[] first;
    private readonly int[] weights;

    /// <param name="length">Target samples.</param>
    /// <param name="sourceLength">Source samples.</param>
    /// <param name="step">Source samples per target sample.</param>
    /// <param name="start">Where the first target sample begins, in source samples.</param>
    public ResampledAxis(int length, int sourceLength, float step, float start = 0)
    {
        first = new int[length];
        weights = new int[length];
        for (var i = 0; i < length; i++)
        {
            var position = Math.Clamp(start + ((i + 0.5f) * step) - 0.5f, 0, sourceLength - 1);
            first[i] = Math.Clamp((int)position, 0, Math.Max(sourceLength - 2, 0));
            weights[i] = (int)MathF.Round((position - first[i]) * One);
        }

        End = Math.Min(first[^1] + 2, sourceLength);
    }

    /// <summary>The source samples that are used: from here…</summary>
    public int Start => first[0];

    /// <summary>… up to, not including, here.</summary>
    public int End { get; }

    /// <summary>Index of the first of the two samples; the second follows it.</summary>
    public ReadOnlySpan<int> First => first;

    /// <summary>Share of the second sample, 0 to <see cref="One"/>.</summary>
    public ReadOnlySpan<int> Weights => weights;
}
