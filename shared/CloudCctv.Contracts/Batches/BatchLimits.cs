namespace CloudCctv.Contracts.Batches;

/// <summary>What a batch may be at most. A device stays well inside; the cloud side refuses what is outside.</summary>
public sealed record BatchLimits
{
    public static BatchLimits Default { get; } = new();

    /// <summary>Length of the zip.</summary>
    public long MaxZipBytes { get; init; } = 64L << 20;

    /// <summary>Entries in the zip, the manifest included.</summary>
    public int MaxEntries { get; init; } = 1_001;

    /// <summary>Length of the manifest.</summary>
    public int MaxManifestBytes { get; init; } = 1 << 20;

    /// <summary>Length of one JPEG.</summary>
    public int MaxFrameBytes { get; init; } = 16 << 20;

    /// <summary>Width × height of one frame.</summary>
    public long MaxFramePixels { get; init; } = 40_000_000;

    /// <summary>All entries unpacked. JPEGs do not compress, so anything much above the zip's own length is a bomb.</summary>
    public long MaxUnpackedBytes { get; init; } = 80L << 20;
}
