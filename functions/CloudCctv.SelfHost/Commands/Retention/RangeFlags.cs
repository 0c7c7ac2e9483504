using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.SelfHost.Settings;

namespace CloudCctv.SelfHost.Commands.Retention;

/// <summary>The flags by which somebody names a time range.</summary>
internal sealed class RangeFlags
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] FixedForms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"];

    private readonly Option<string> from = new("--from") { Description = "The first instant: 2026-11-20 or 2026-11-20T14:30 in the server's time zone, or with one (…Z, …+01:00)", HelpName = "TIME", Required = true };
    private readonly Option<string> to = new("--to") { Description = "The first instant that is left out", HelpName = "TIME", Required = true };
    private readonly Option<string?> camera = CameraFlag.Create();

    public void AddTo(Command command)
    {
        command.Add(from);
        command.Add(to);
        command.Add(camera);
    }

    /// <exception cref="SettingsException">One of them is not what it must be.</exception>
    public TimeRange Read(ParseResult parsed, TimeZoneInfo zone)
    {
        var range = new TimeRange(Time(parsed, from, zone), Time(parsed, to, zone), CameraFlag.Read(parsed.GetValue(camera)));
        return range.From < range.To
            ? range
            : throw new SettingsException($"--to is '{parsed.GetValue(to)}'; it must be after --from, '{parsed.GetValue(from)}'.");
    }

    private static DateTimeOffset Time(ParseResult parsed, Option<string> option, TimeZoneInfo zone)
    {
        var text = parsed.GetRequiredValue(option);
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return zone.IsInvalidTime(local)
                ? throw new SettingsException($"{option.Name} is '{text}', which does not exist in {zone.Id}: clocks are put forward then.")
                : new DateTimeOffset(local, zone.GetUtcOffset(local));
        }

        return DateTimeOffset.TryParseExact(text, FixedForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw new SettingsException($"{option.Name} is '{text}'; it must be a time such as 2026-11-20, 2026-11-20T14:30 or 2026-11-20T13:30Z.");
    }
}
