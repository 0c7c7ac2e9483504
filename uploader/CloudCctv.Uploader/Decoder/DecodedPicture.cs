using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Decoder;

/// <summary>A picture as libavcodec has decoded it, in memory that the decoder may still refer to: it is only read. Disposing gives it back.</summary>
internal sealed unsafe class DecodedPicture : IDisposable
{
    private nint frame;

    /// <param name="frame">An AVFrame; taken over, unless this throws.</param>
    /// <exception cref="VideoUnsuitableException">It is not planar 4:2:0 with eight bits, or too large.</exception>
    public DecodedPicture(nint frame)
    {
        var format = *(int*)(frame + AvLayout.FrameFormat);
        (Width, Height) = (*(int*)(frame + AvLayout.FrameWidth), *(int*)(frame + AvLayout.FrameHeight));
        if (format is not (AvNative.Yuv420 or AvNative.FullRangeYuv420))
        {
            throw new VideoUnsuitableException("its pictures are not planar 4:2:0 with eight bits");
        }

        if (Width < 1 || Height < 1 || (long)Width * Height > VideoInput.MaxPixels || Stride(frame, 0) < Width || Stride(frame, 1) != Stride(frame, 2) || Stride(frame, 1) < (Width + 1) / 2)
        {
            throw new VideoUnsuitableException($"its pictures are of an unusual shape ({Width} × {Height})");
        }

        this.frame = frame;
        FullRange = format == AvNative.FullRangeYuv420 || *(int*)(frame + AvNative.Layout!.FrameRange) == AvNative.FullRange;
        // Streams that do not say are taken as players take them: HD is BT.709.
        var matrix = *(int*)(frame + AvNative.Layout!.FrameMatrix);
        IsBt709 = matrix == AvNative.MatrixBt709 || (matrix is AvNative.MatrixUnknown && Height > 576);
    }

    public int Width { get; }

    public int Height { get; }

    /// <inheritdoc cref="Capture.Frame.FullRange"/>
    public bool FullRange { get; }

    /// <inheritdoc cref="Capture.Frame.IsBt709"/>
    public bool IsBt709 { get; }

    public int FullBytes => DecoderMessage.FullBytes(Width, Height);

    private YuvPlanes Planes => new(Plane(0, Height), Stride(frame, 0), Plane(1, (Height + 1) / 2), Plane(2, (Height + 1) / 2), Stride(frame, 1), Width, Height);

    /// <summary>One more holder of the same picture.</summary>
    public DecodedPicture Share() => new(AvNative.av_frame_clone(frame));

    /// <summary>Its luma at a quarter of the sides.</summary>
    public void Shrink(Span<byte> luma) => QuarterScale.Shrink(Plane(0, Height), Stride(frame, 0), Width, Height, luma);

    /// <summary>As it is, without padding.</summary>
    public void Copy(Span<byte> yuv) => JpegColours.Convert(Planes, fullRange: true, isBt709: false, yuv);

    /// <summary>As a JPEG has its colours, without padding.</summary>
    public void CopyForJpeg(Span<byte> yuv) => JpegColours.Convert(Planes, FullRange, IsBt709, yuv);

    public void Dispose() => AvNative.av_frame_free(ref frame);

    private static int Stride(nint frame, int plane) => ((int*)(frame + AvLayout.FrameStrides))[plane];

    private ReadOnlySpan<byte> Plane(int plane, int rows) => new((*(nint*)(frame + AvLayout.FrameData + (plane * sizeof(nint)))).ToPointer(), Stride(frame, plane) * rows);
}
