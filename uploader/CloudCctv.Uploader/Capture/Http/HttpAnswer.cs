using System.Net.Http.Headers;

namespace CloudCctv.Uploader.Capture.Http;

/// <summary>What a camera serves under its URL.</summary>
internal enum HttpContentKind
{
    /// <summary>JPEG after JPEG, without end: read here.</summary>
    Multipart,

    /// <summary>One JPEG per request: asked for again and again.</summary>
    Snapshot,

    /// <summary>A codec: ffmpeg's work.</summary>
    Video,
}

/// <summary>Tells from the answer's header, and where that says nothing from its first bytes, what a camera serves.</summary>
internal static class HttpAnswer
{
    /// <param name="type">The answer's Content-Type; null if it has none.</param>
    /// <param name="firstBytes">Of the body.</param>
    /// <exception cref="InvalidDataException">It is a page for people.</exception>
    public static HttpContentKind KindOf(string? type, ReadOnlySpan<byte> firstBytes) => type?.ToLowerInvariant() switch
    {
        "multipart/x-mixed-replace" or "multipart/mixed" => HttpContentKind.Multipart,
        "image/jpeg" or "image/jpg" or "image/pjpeg" => HttpContentKind.Snapshot,
        "text/html" or "application/json" or "application/xhtml+xml" => throw new InvalidDataException($"the camera answers with a page ({type}), not with pictures; is the path right?"),
        null or "" or "application/octet-stream" or "text/plain" => Sniffed(firstBytes),
        _ => HttpContentKind.Video,
    };

    /// <returns>The boundary without quotes; null if the header has none.</returns>
    public static string? BoundaryOf(MediaTypeHeaderValue? type) =>
        type?.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim().Trim('"');

    private static HttpContentKind Sniffed(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? HttpContentKind.Snapshot
        : bytes.TrimStart("\r\n"u8).StartsWith("--"u8) ? HttpContentKind.Multipart
        : HttpContentKind.Video;
}
