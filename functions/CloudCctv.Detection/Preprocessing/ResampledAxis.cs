namespace CloudCctv.Detection.Preprocessing;

/// <summary>Which two source samples make each target sample of one axis: bilinear, centres on centres.</summary>
internal sealed class ResampledAxis
{
    /// <summary>Weights are parts of this.</summary>
    public const int One = 256;

    private readonly int[] first;
    private readonly short[] weights;

    /// <param name="length">Target samples.</param>
    /// <param name="sourceLength">Source samples.</param>
    /// <param name="step">Source samples per target sample.</param>
    public ResampledAxis(int length, int sourceLength, float step)
    {
        first = new int[length];
        weights = new short[length];
        for (var i = 0; i < length; i++)
        {
            var position = Math.Clamp(((i + 0.5f) * step) - 0.5f, 0, sourceLength - 1);
            first[i] = Math.Clamp((int)position, 0, Math.Max(sourceLength - 2, 0));
            weights[i] = (short)MathF.Round((position - first[i]) * One);
        }
    }

    /// <summary>Index of the first of the two samples; the second follows it.</summary>
    public ReadOnlySpan<int> First => first;

    /// <summary>Share of the second sample, 0 to <see cref="One"/>.</summary>
    public ReadOnlySpan<short> Weights => weights;
}
