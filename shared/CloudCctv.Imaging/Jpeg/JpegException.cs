namespace CloudCctv.Imaging.Jpeg;

/// <summary>Why a picture is not decoded.</summary>
public enum JpegFault
{
    /// <summary>No JPEG, or one that is cut off or damaged.</summary>
    Damaged,

    /// <summary>More pixels than allowed.</summary>
    TooLarge,

    /// <summary>More scans than allowed.</summary>
    TooManyScans,

    /// <summary>A JPEG of a kind that no camera makes and no browser shows: arithmetic, lossless, 12 bits, CMYK.</summary>
    Unsupported,
}

/// <summary>These bytes are not a JPEG that can be decoded, or ask for more than allowed. The message says which.</summary>
public sealed class JpegException(string message, JpegFault fault = JpegFault.Damaged) : Exception(message)
{
    public JpegFault Fault { get; } = fault;
}
