using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Capture;

/// <summary>The log, in the name of one camera.</summary>
internal sealed record CameraVoice(string Camera, ILogger Logger)
{
    public void DecoderRefused(string reason) => Logger.DecoderRefused(Camera, reason);
}
