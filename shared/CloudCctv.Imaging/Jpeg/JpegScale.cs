namespace CloudCctv.Imaging.Jpeg;

/// <summary>Decoding straight to a smaller picture, in the DCT: the value is the denominator.</summary>
public enum JpegScale
{
    Full = 1,
    Half = 2,
    Quarter = 4,
    Eighth = 8,
}

public static class JpegScaleExtensions
{
    /// <summary>Length of a side after scaling, rounded up, as libjpeg-turbo's TJSCALED does.</summary>
    public static int Scaled(this JpegScale scale, int sidePixels) => (sidePixels + (int)scale - 1) / (int)scale;
}
