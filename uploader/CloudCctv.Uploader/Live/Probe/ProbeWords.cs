namespace CloudCctv.Uploader.Live.Probe;

/// <summary>Says in plain words why an address gave no picture. What ffmpeg said comes after it, for those who know.</summary>
internal static class ProbeWords
{
    private static readonly (string Sign, string Words)[] Known =
    [
        ("401 ", "The camera wants a user name and a password, or does not accept these. Write them as rtsp://USER:PASSWORD@ADDRESS/…"),
        ("403 ", "The camera refuses: these credentials may not see this stream."),
        ("404 ", "The camera is there, but has no stream under this path. Look for the path in its manual."),
        ("Connection refused", "The computer at this address answers, but not on this port. Is it the right port, and is streaming switched on?"),
        ("No route to host", "Nothing is reachable at this address. Is the camera on, and in the same network?"),
        ("Network is unreachable", "This device has no network towards that address."),
        ("Connection timed out", "Nothing answers at this address. Is the camera on, and in the same network?"),
        ("Name or service not known", "Nobody knows a computer of this name. Try its number instead, such as 192.168.1.20."),
        ("Failed to resolve", "Nobody knows a computer of this name. Try its number instead, such as 192.168.1.20."),
        ("Temporary failure in name resolution", "Nobody knows a computer of this name. Try its number instead, such as 192.168.1.20."),
        ("Invalid data found", "Something is there, but it is no video. Is this the address of a web page instead of a stream?"),
        ("does not contain any stream", "Something is there, but it holds no video."),
        ("Permission denied", "This device may not read that. For /dev/video…, the user must be in the group video."),
        ("Device or resource busy", "The video device is in use: a camera of these settings or another program holds it."),
        ("No such file", "There is no such file or device here."),
    ];

    public static string For(string message) => Known.FirstOrDefault(pair => message.Contains(pair.Sign, StringComparison.OrdinalIgnoreCase)).Words is { } words
        ? $"{words} ({message})"
        : message;
}
