using System.Runtime.CompilerServices;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Privacy;

/// <summary>
/// A camera as everything behind it sees it: without the areas that it must not show. A picture that they cannot be taken out of
/// is left out as a whole.
/// </summary>
internal sealed class MaskedSource(string camera, IFrameSource source, PrivacyMask mask, ILogger logger) : IFrameSource
{
    /// <summary>The source itself where there is nothing to hide.</summary>
    public static IFrameSource Around(string camera, IFrameSource source, PrivacyMask? mask, ILogger logger) =>
        mask is null ? source : new MaskedSource(camera, source, mask, logger);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var frame in source.ReadAsync(cancellationToken))
        {
            if (Masked(frame) is { } masked)
            {
                yield return masked;
            }
        }
    }

    private Frame? Masked(Frame frame)
    {
        try
        {
            return mask.Apply(frame);
        }
        catch (JpegException exception)
        {
            logger.FrameUnreadable(camera, frame.Number, exception.Message);
            frame.Dispose();
            return null;
        }
    }
}
