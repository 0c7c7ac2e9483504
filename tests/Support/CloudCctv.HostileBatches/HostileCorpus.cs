using CloudCctv.HostileBatches.Cases;

namespace CloudCctv.HostileBatches;

/// <summary>What a broken or taken-over device may send; listed in docs/design/hostile-input.md, with what must become of it.</summary>
public static class HostileCorpus
{
    /// <summary>The corpus is made for this limit, so that a zip that is too large need not be large.</summary>
    public const long MaxZipBytes = 2_000_000;

    public static IReadOnlyList<HostileCase> All { get; } = [.. ContainerCases.All, .. NameCases.All, .. EntryCases.All, .. BombCases.All, .. ManifestCases.All, .. TimeCases.All, .. JpegCases.All, .. ClipCases.All];

    public static HostileCase Named(string name) => All.Single(one => one.Name == name);

    internal static HostileCase Rejected(string name, string fault, Action<RawBatch> change) => new(name, Ending.Rejected, fault, () => RawBatch.Changed(change));

    internal static HostileCase RejectedBytes(string name, string fault, Func<byte[], byte[]> change) => new(name, Ending.Rejected, fault, () => change(RawBatch.Sound().ToBytes()));

    internal static HostileCase FirstFrame(string name, string fault, Action<RawBatch> change) => new(name, Ending.FirstFrameRejected, fault, () => RawBatch.Changed(change));

    internal static HostileCase Accepted(string name, Action<RawBatch> change) => new(name, Ending.Accepted, "accepted", () => RawBatch.Changed(change));

    internal static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
