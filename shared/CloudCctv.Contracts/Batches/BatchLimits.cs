using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Contracts.Batches;

/// <summary>
/// What a batch may be at most. A device stays well inside; the cloud side refuses what is outside, before it has allocated or
/// unpacked it. Why each is what it is: docs/design/hostile-input.md.
/// </summary>
public sealed record BatchLimits
{
    private const string Message = "{0} must be from {1} to {2}.";

    public static BatchLimits Default { get; } = new();

    /// <summary>Length of the zip.</summary>
    [Range(1_000L, 1_000_000_000L, ErrorMessage = Message)]
    public long MaxZipBytes { get; init; } = 64L << 20;

    /// <summary>Entries in the zip, the manifest included.</summary>
    [Range(2, 65_534, ErrorMessage = Message)]
    public int MaxEntries { get; init; } = 1_001;

    /// <summary>Length of an entry's name in the zip; ours have 13 and 20.</summary>
    [Range(20, 1_000, ErrorMessage = Message)]
    public int MaxNameBytes { get; init; } = 64;

    /// <summary>All entries unpacked. JPEGs do not compress, so anything much above the zip's own length is a bomb.</summary>
    [Range(1_000L, 1_000_000_000L, ErrorMessage = Message)]
    public long MaxUnpackedBytes { get; init; } = 80L << 20;

    /// <summary>How many times its packed length an entry of more than 1 MiB may unpack to.</summary>
    [Range(1, 1_000, ErrorMessage = Message)]
    public int MaxRatio { get; init; } = 100;

    /// <summary>Length of the manifest.</summary>
    [Range(1_000, 16_000_000, ErrorMessage = Message)]
    public int MaxManifestBytes { get; init; } = 1 << 20;

    /// <summary>Objects and lists within each other in the manifest; ours have 4, or 6 where things were taken or left.</summary>
    [Range(4, 64, ErrorMessage = Message)]
    public int MaxManifestDepth { get; init; } = 8;

    /// <summary>Length of one JPEG.</summary>
    [Range(1_000, 256_000_000, ErrorMessage = Message)]
    public int MaxFrameBytes { get; init; } = 16 << 20;

    /// <summary>Width × height of one frame.</summary>
    [Range(1L, 40_000_000L, ErrorMessage = Message)]
    public long MaxFramePixels { get; init; } = 40_000_000;

    /// <summary>Width × height of a frame in several scans (progressive): all of it is in memory at once, six bytes a pixel.</summary>
    [Range(1L, 16_000_000L, ErrorMessage = Message)]
    public long MaxScannedPixels { get; init; } = 16_000_000;

    /// <summary>Scans of one frame: each is a pass over the whole picture, however few bytes it has.</summary>
    [Range(1, 32, ErrorMessage = Message)]
    public int MaxFrameScans { get; init; } = 32;

    /// <summary>How far ahead of our clock an event or frame may be: a clock that shows local time for UTC is off by 14 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = Message)]
    public TimeSpan MaxAhead { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How old an event or frame may be: a device that nobody visited for years is right, one that lives in 1970 is not.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36525.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = Message)]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(3_653);
}
