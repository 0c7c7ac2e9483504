using System.Runtime.InteropServices;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>
/// Decodes JPEGs with libjpeg-turbo into buffers that the caller owns. One instance serves one thread at a time; making one
/// costs about 100 µs, so keep it.
/// </summary>
public sealed unsafe class JpegDecoder : IDisposable
{
    private readonly JpegLimits limits;
    private nint handle;

    /// <param name="limits">A picture that asks for more is refused before the native decoder sees it and before anything is allocated.</param>
    public JpegDecoder(JpegLimits? limits = null)
    {
        this.limits = limits ?? JpegLimits.Default;
        handle = Start();
    }

    /// <summary>Width and height, without decoding.</summary>
    /// <exception cref="JpegException">No JPEG header, or more than the limits allow.</exception>
    public JpegHeader ReadHeader(ReadOnlySpan<byte> jpeg)
    {
        var checkedHeader = JpegStructure.Check(jpeg, limits);
        fixed (byte* bytes = jpeg)
        {
            if (TurboJpegNative.tjDecompressHeader3(handle, bytes, new CULong((nuint)jpeg.Length), out var width, out var height, out _, out _) != 0)
            {
                throw Broken("Not a readable JPEG");
            }

            var header = new JpegHeader(width, height);
            return header == checkedHeader
                ? header
                : throw new JpegException($"JPEG has two sizes: {checkedHeader.Width}×{checkedHeader.Height} and {width}×{height}.");
        }
    }

    /// <summary>Decodes brightness only: one byte per pixel, rows without padding.</summary>
    /// <inheritdoc cref="Decode"/>
    public JpegHeader DecodeLuma(ReadOnlySpan<byte> jpeg, JpegScale scale, Span<byte> pixels) =>
        Decode(jpeg, scale, pixels, TurboJpegNative.PixelFormatGray, 1, 0);

    /// <summary>Decodes to R, G, B bytes, rows without padding.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="scale">How much smaller.</param>
    /// <param name="pixels">Room for the scaled picture, three bytes per pixel.</param>
    /// <param name="smoothColour">Interpolate the coarser colour planes, for pictures that people look at; without, it is a fifth faster.</param>
    /// <inheritdoc cref="Decode"/>
    public JpegHeader DecodeRgb(ReadOnlySpan<byte> jpeg, JpegScale scale, Span<byte> pixels, bool smoothColour = true) =>
        Decode(jpeg, scale, pixels, TurboJpegNative.PixelFormatRgb, 3, smoothColour ? 0 : TurboJpegNative.FlagFastUpsample);

    public void Dispose()
    {
        if (handle != 0)
        {
            _ = TurboJpegNative.tjDestroy(handle);
            handle = 0;
        }
    }

    /// <returns>Width and height of the scaled picture.</returns>
    /// <exception cref="JpegException">The bytes are no JPEG, are cut off, or claim too many pixels.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is too small for the scaled picture.</exception>
    private JpegHeader Decode(ReadOnlySpan<byte> jpeg, JpegScale scale, Span<byte> pixels, int pixelFormat, int bytesPerPixel, int colourFlag)
    {
        var full = ReadHeader(jpeg);
        var scaled = new JpegHeader(scale.Scaled(full.Width), scale.Scaled(full.Height));
        if (pixels.Length < scaled.Pixels * bytesPerPixel)
        {
            throw new ArgumentException($"Buffer of {pixels.Length} bytes is too small for {scaled.Width}×{scaled.Height}×{bytesPerPixel}.", nameof(pixels));
        }

        fixed (byte* source = jpeg)
        fixed (byte* target = pixels)
        {
            // The library's own limit of 500 scans stands behind ours.
            const int Flags = TurboJpegNative.FlagFastDct | TurboJpegNative.FlagLimitScans;
            var failed = TurboJpegNative.tjDecompress2(
                handle, source, new CULong((nuint)jpeg.Length), target, scaled.Width, scaled.Width * bytesPerPixel, scaled.Height, pixelFormat, Flags | colourFlag) != 0;

            // A warning means that something was decoded: fine for stray bytes, not for a picture that is cut off, whose rest is grey.
            if (failed && (TurboJpegNative.tjGetErrorCode(handle) != TurboJpegNative.ErrorIsWarning || JpegStructure.IsCutOff(jpeg)))
            {
                throw Broken("JPEG cannot be decoded");
            }
        }

        return scaled;
    }

    private static nint Start() => TurboJpegNative.tjInitDecompress() is not 0 and var started
        ? started
        : throw new JpegException("libjpeg-turbo could not start a decoder (out of memory?).");

    // A header that ends too early leaves the library waiting for its rest: every later picture would fail. Start anew.
    private JpegException Broken(string what)
    {
        var fault = new JpegException($"{what}: {TurboJpegNative.ErrorText(handle)}.");
        Dispose();
        handle = Start();
        return fault;
    }
}
