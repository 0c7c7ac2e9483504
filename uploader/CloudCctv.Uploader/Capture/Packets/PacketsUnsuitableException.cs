namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>The stream is sound, but its pictures cannot be decoded one by one later: it must be decoded as it comes.</summary>
internal sealed class PacketsUnsuitableException(string reason) : Exception(reason);
