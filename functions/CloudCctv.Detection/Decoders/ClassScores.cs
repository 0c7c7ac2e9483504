namespace CloudCctv.Detection.Decoders;

/// <summary>Scores of the classes of one place, side by side.</summary>
internal static class ClassScores
{
    /// <summary>Index of the highest; NaN gives way to any number.</summary>
    /// <param name="scores">At least one.</param>
    public static int IndexOfBest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = IsBetter(scores[i], scores[best]) ? i : best;
        }

        return best;
    }

    public static bool IsBetter(float score, float best) => score > best || float.IsNaN(best);

    /// <summary>1 / (1 + e^−x).</summary>
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
