using System.CommandLine;

namespace CloudCctv.Uploader.Commands;

/// <summary>Options that more than one command takes.</summary>
internal static class Options
{
    public static Option<string?> Config() => new("--config", "-c") { Description = "Settings file (JSON). Options given beside it win.", HelpName = "FILE" };

    public static Option<string?> Source() => new("--source", "-s")
    {
        Description = "File, folder of JPEGs, http(s)://…, rtsp(s)://…, rpicam:N or /dev/videoN.",
        HelpName = "SOURCE",
    };

    public static Option<string?> Camera() => new("--camera")
    {
        Description = "Name of the camera of --source; without --source, the one camera of the file to watch.",
        HelpName = "NAME",
    };

    public static Option<string> Speed()
    {
        var speed = new Option<string>("--speed")
        {
            Description = "For recordings: native plays at their own speed, max as fast as possible.",
            DefaultValueFactory = _ => "native",
            HelpName = "native|max",
        };
        speed.AcceptOnlyFromAmong("native", "max");
        return speed;
    }
}
