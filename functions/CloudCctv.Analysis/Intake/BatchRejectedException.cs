using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Intake;

/// <summary>Nothing of this batch can be used. The message is one sentence that names the entry or field, its value and the limit.</summary>
public sealed class BatchRejectedException(BatchFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BatchFault Fault { get; } = fault;
}

/// <summary>One frame of a batch cannot be used; the others can. The message is one sentence.</summary>
public sealed class FrameRejectedException(BatchFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BatchFault Fault { get; } = fault;

    /// <summary>A frame that the decoder refuses.</summary>
    public static FrameRejectedException For(string frame, JpegException exception) => new(
        exception.Fault switch
        {
            JpegFault.TooLarge => BatchFault.FrameTooLarge,
            JpegFault.TooManyScans => BatchFault.FrameTooManyScans,
            JpegFault.Unsupported => BatchFault.FrameUnsupported,
            _ => BatchFault.FrameNotJpeg,
        },
        $"Frame '{frame}': {exception.Message}",
        exception);
}
