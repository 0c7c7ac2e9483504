namespace CloudCctv.Imaging.Jpeg;

/// <summary>These bytes are not a JPEG that can be decoded, or are larger than allowed. The message says which.</summary>
public sealed class JpegException(string message) : Exception(message);
