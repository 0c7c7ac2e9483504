using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>The motion gate: its cost beside Motion's and beside the floor, and what it finds and does not find.</summary>
internal static class GateBench
{
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) =>
        [.. await RunCostAsync(progress, cancellationToken), .. await RunClipsAsync(progress, cancellationToken)];

    /// <summary>Only what it costs.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunCostAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var clips = new Clips();
        progress("making 1080p pictures");
        var pictures = clips.Pictures(clips.Visits("mjpeg", 1920, 1080), 600);
        progress("the gate alone");
        var kernel = KernelRows.Measure(Lumas(pictures));
        return [.. kernel, .. await new CostRows(clips, progress).MeasureAsync(pictures, cancellationToken)];
    }

    /// <summary>Only what it finds and does not find.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunClipsAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var clips = new Clips();
        return await new QualityRows(clips, progress).MeasureAsync(cancellationToken);
    }

    private static List<byte[]> Lumas(IReadOnlyList<byte[]> pictures)
    {
        using var decoder = new JpegDecoder();
        return [.. pictures.Take(300).Select(jpeg =>
        {
            var luma = new byte[480 * 270];
            decoder.DecodeLuma(jpeg, JpegScale.Quarter, luma);
            return luma;
        })];
    }
}
