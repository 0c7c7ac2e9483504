using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging.Jpeg;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis.Intake;

/// <summary>How batches are opened.</summary>
public sealed record IntakeOptions
{
    /// <summary>What a batch may be at most.</summary>
    [ValidateObjectMembers]
    public BatchLimits Limits { get; init; } = new();

    /// <summary>Zips up to this length are held in memory, longer ones in a private temporary file. Bytes, 0 to 64 MiB.</summary>
    [Range(0, 64 << 20, ErrorMessage = "{0} must be from {1} to {2} bytes.")]
    public int MaxMemoryBytes { get; init; } = 4 << 20;

    /// <summary>The part of the limits that the decoder of pictures is given.</summary>
    internal JpegLimits FrameLimits => new(Limits.MaxFramePixels, Limits.MaxScannedPixels, Limits.MaxFrameScans);
}
