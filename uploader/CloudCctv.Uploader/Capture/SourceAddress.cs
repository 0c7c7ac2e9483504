using System.Text.RegularExpressions;

namespace CloudCctv.Uploader.Capture;

public enum SourceKind
{
    /// <summary>A recording; it ends.</summary>
    File,

    /// <summary>A folder of JPEGs in order of name; it ends.</summary>
    Folder,

    /// <summary>An MJPEG stream, single JPEGs or other video over HTTP.</summary>
    Http,

    Rtsp,

    /// <summary>A video device of this computer (V4L2).</summary>
    Device,

    /// <summary>A camera on the ribbon cable of a Raspberry Pi.</summary>
    PiCamera,
}

/// <summary>
/// Where a camera's pictures come from. Only what is on the list of <see cref="SourceKind"/> is accepted: the text ends up
/// on the command line of another program, which knows many more protocols than we want a settings file to reach.
/// </summary>
public sealed partial record SourceAddress
{
    private SourceAddress(SourceKind kind, string location) => (Kind, Location) = (kind, location);

    public SourceKind Kind { get; }

    /// <summary>Absolute path, URL, device, or number of a Pi camera. A URL may hold a password: for people, use <see cref="ToString"/>.</summary>
    public string Location { get; }

    /// <summary>True for recordings: they come to an end, and can be read faster than life.</summary>
    public bool IsRecording => Kind is SourceKind.File or SourceKind.Folder;

    /// <exception cref="CaptureException">The text is no source, or the file is not there.</exception>
    public static SourceAddress Parse(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return ParseUrl(text);
        }

        if (VideoDevice().IsMatch(text))
        {
            return new SourceAddress(SourceKind.Device, text);
        }

        if (PiCamera().Match(text) is { Success: true } pi)
        {
            return new SourceAddress(SourceKind.PiCamera, pi.Groups["number"].Value);
        }

        if (text.Any(char.IsControl))
        {
            throw Unknown(text);
        }

        var path = Path.GetFullPath(text.Length > 0 ? text : throw Unknown(text));
        if (Number().IsMatch(text) && !Path.Exists(path))
        {
            return new SourceAddress(SourceKind.Device, $"/dev/video{text}");
        }

        return Directory.Exists(path) ? new SourceAddress(SourceKind.Folder, path)
            : File.Exists(path) ? new SourceAddress(SourceKind.File, path)
            : text.Contains('@', StringComparison.Ordinal) ? throw Unknown(text)
            : throw new CaptureException($"Source '{text}' does not exist: there is no such file or folder ({path}).");
    }

    /// <summary>The address without what may be secret: user and password, and the query, where many cameras take them.</summary>
    public override string ToString()
    {
        if (Kind is not (SourceKind.Http or SourceKind.Rtsp))
        {
            return Kind == SourceKind.PiCamera ? "rpicam:" + Location : Location;
        }

        var url = new Uri(Location);
        return $"{url.Scheme}://{(url.UserInfo.Length > 0 ? "***@" : "")}{url.Authority}{url.AbsolutePath}";
    }

    /// <summary>Takes what is secret of this address out of another program's text.</summary>
    public string Redact(string text)
    {
        var shown = text.Replace(Location, ToString(), StringComparison.Ordinal);
        if (Kind is not (SourceKind.Http or SourceKind.Rtsp))
        {
            return shown;
        }

        var url = new Uri(Location);
        var password = url.UserInfo[(url.UserInfo.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var secret in (string[])[url.UserInfo, password, Uri.UnescapeDataString(password), url.Query])
        {
            shown = secret.Length > 0 ? shown.Replace(secret, "***", StringComparison.Ordinal) : shown;
        }

        return shown;
    }

    private static SourceAddress ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || text.Any(c => char.IsControl(c) || c == ' '))
        {
            throw Unknown(text);
        }

        return url.Scheme switch
        {
            "http" or "https" => new SourceAddress(SourceKind.Http, url.AbsoluteUri),
            "rtsp" or "rtsps" => new SourceAddress(SourceKind.Rtsp, url.AbsoluteUri),
            _ => throw new CaptureException($"Source has the scheme '{url.Scheme}'; http, https, rtsp and rtsps are accepted."),
        };
    }

    // Says the start only: what follows may be a password with a typo before it.
    private static CaptureException Unknown(string text) => new(
        $"Source '{Start(text)}…' is none: give a file, a folder of JPEGs, http(s)://…, rtsp(s)://…, rpicam:N, /dev/videoN or its number.");

    private static string Start(string text) => new([.. text.Take(8).Select(c => char.IsControl(c) ? '?' : c)]);

    [GeneratedRegex("^rpicam:(?<number>[0-9])\\z")]
    private static partial Regex PiCamera();

    [GeneratedRegex("^(0|[1-9][0-9]{0,2})\\z")]
    private static partial Regex Number();

    [GeneratedRegex("^/dev/video[0-9]{1,3}\\z")]
    private static partial Regex VideoDevice();
}
