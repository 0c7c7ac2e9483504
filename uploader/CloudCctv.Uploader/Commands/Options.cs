using System.CommandLine;
using System.Globalization;

namespace CloudCctv.Uploader.Commands;

/// <summary>Options that more than one command takes.</summary>
internal static class Options
{
    public static Option<string?> Config() => new("--config", "-c") { Description = "Settings file (JSON). Options given beside it win.", HelpName = "FILE" };

    public static Option<string?> Source() => new("--source", "-s")
    {
        Description = "File, folder of JPEGs, http(s)://…, rtsp(s)://…, rpicam:N, /dev/videoN or its number.",
        HelpName = "SOURCE",
    };

    public static Option<string?> Camera() => new("--camera")
    {
        Description = "Name of the camera of --source; without --source, the one camera of the file to watch.",
        HelpName = "NAME",
    };

    public static Option<int?> LivePort() => new("--live-port")
    {
        Description = "Port of the live page; 8100 if absent.",
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return port;
            }

            result.AddError($"--live-port is '{result.Tokens[0].Value}'; it must be a number between 0 and 65535.");
            return null;
        },
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
