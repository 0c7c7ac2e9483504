namespace CloudCctv.Imaging.Jpeg;

/// <summary>What a picture may ask for before the native decoder hears of it.</summary>
/// <param name="MaxPixels">Width × height of any picture.</param>
/// <param name="MaxScannedPixels">
/// Width × height of a picture in several scans (progressive): the decoder holds all of its coefficients, up to six bytes a
/// pixel, in memory that no collector sees.
/// </param>
/// <param name="MaxScans">
/// Scans of a picture. Encoders make about ten; each costs a pass over all pixels even where it has no bytes, so that a file of
/// a few kilobytes could keep a processor busy for minutes.
/// </param>
public sealed record JpegLimits(long MaxPixels = 40_000_000, long MaxScannedPixels = 16_000_000, int MaxScans = 32)
{
    public static JpegLimits Default { get; } = new();
}
