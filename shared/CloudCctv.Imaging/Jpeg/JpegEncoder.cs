using System.Runtime.InteropServices;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>Encodes 4:2:0 JPEGs with libjpeg-turbo. One instance serves one thread at a time.</summary>
public sealed unsafe class JpegEncoder : IDisposable
{
    private nint handle;

    // The worst case for a picture is larger than its pixels; what comes out is a tenth. Encode here, hand out a fitting copy.
    private byte[] scratch = [];

    public JpegEncoder()
    {
        handle = TurboJpegNative.tjInitCompress();
        if (handle == 0)
        {
            throw new JpegException("libjpeg-turbo could not start an encoder (out of memory?).");
        }
    }

    /// <summary>Encodes R, G, B bytes whose rows have no padding.</summary>
    /// <param name="rgb">Exactly width × height × 3 bytes or more.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="quality">1 to 100.</param>
    /// <returns>The file, in a pooled buffer that the caller disposes.</returns>
    public PooledBytes EncodeRgb(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        RequireSize(rgb.Length, (long)width * height * 3, nameof(rgb));
        var capacity = GrowScratch(width, height);
        fixed (byte* pixels = rgb)
        fixed (byte* target = scratch)
        {
            var jpeg = target;
            var bytes = new CULong((nuint)capacity);
            var result = TurboJpegNative.tjCompress2(
                handle, pixels, width, width * 3, height, TurboJpegNative.PixelFormatRgb, ref jpeg, ref bytes,
                TurboJpegNative.Subsampling420, quality, TurboJpegNative.FlagNoReallocate | TurboJpegNative.FlagFastDct);
            return Finish(result, bytes);
        }
    }

    /// <summary>Encodes planar 4:2:0 (I420: all Y, then U, then V, no padding), without a turn through RGB.</summary>
    /// <param name="yuv">width × height bytes of Y, then two planes of half the sides, rounded up.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="quality">1 to 100.</param>
    /// <returns>The file, in a pooled buffer that the caller disposes.</returns>
    public PooledBytes EncodeYuv420(ReadOnlySpan<byte> yuv, int width, int height, int quality)
    {
        int chromaWidth = (width + 1) / 2, chromaHeight = (height + 1) / 2;
        RequireSize(yuv.Length, ((long)width * height) + (2L * chromaWidth * chromaHeight), nameof(yuv));
        var capacity = GrowScratch(width, height);
        fixed (byte* source = yuv)
        fixed (byte* target = scratch)
        {
            var chroma = source + ((long)width * height);
            byte** planes = stackalloc byte*[3] { source, chroma, chroma + ((long)chromaWidth * chromaHeight) };
            int* strides = stackalloc int[3] { width, chromaWidth, chromaWidth };
            var jpeg = target;
            var bytes = new CULong((nuint)capacity);
            var result = TurboJpegNative.tjCompressFromYUVPlanes(
                handle, planes, width, strides, height, TurboJpegNative.Subsampling420, ref jpeg, ref bytes,
                quality, TurboJpegNative.FlagNoReallocate | TurboJpegNative.FlagFastDct);
            return Finish(result, bytes);
        }
    }

    public void Dispose()
    {
        if (handle != 0)
        {
            _ = TurboJpegNative.tjDestroy(handle);
            handle = 0;
        }
    }

    private int GrowScratch(int width, int height)
    {
        var capacity = checked((int)TurboJpegNative.tjBufSize(width, height, TurboJpegNative.Subsampling420).Value);
        if (scratch.Length < capacity)
        {
            scratch = GC.AllocateUninitializedArray<byte>(capacity);
        }

        return capacity;
    }

    private PooledBytes Finish(int result, CULong bytes)
    {
        if (result != 0)
        {
            throw new JpegException($"JPEG cannot be encoded: {TurboJpegNative.ErrorText(handle)}.");
        }

        var jpeg = PooledBytes.Rent(checked((int)bytes.Value));
        scratch.AsSpan(0, jpeg.Length).CopyTo(jpeg.Span);
        return jpeg;
    }

    private static void RequireSize(int actual, long needed, string parameter)
    {
        if (actual < needed)
        {
            throw new ArgumentException($"Picture buffer holds {actual} bytes; {needed} are needed.", parameter);
        }
    }
}
