using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>What decoding full pictures later needs to know of its camera.</summary>
/// <param name="Camera">Its name.</param>
/// <param name="Random">For the waits after a failure.</param>
/// <param name="Logger">What was lost.</param>
internal sealed record PacketUse(string Camera, Random Random, ILogger Logger);
