namespace CloudCctv.Contracts.Batches;

/// <summary>The clip of an event, which begins with its first motion: at <see cref="BatchManifest.EventStart"/> or, by the pictures kept from before that, up to a second later.</summary>
public sealed record ClipRecord
{
    /// <summary>Name of the entry in the zip. MPEG-4 (ISO 14496-12) with H.264.</summary>
    public const string EntryName = "clip.mp4";

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Bytes { get; init; }
}
