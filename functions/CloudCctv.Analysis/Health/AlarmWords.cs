using System.Globalization;
using System.Text.Json;

namespace CloudCctv.Analysis.Health;

/// <summary>Alarms in the words of alerts and pages.</summary>
public static class AlarmWords
{
    /// <summary><c>heartbeat-late</c></summary>
    public static string Code(this AlarmCause cause) => JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString());

    /// <summary><c>Camera gate</c> or <c>Device gate-pi</c>.</summary>
    public static string Subject(DeviceReport report, Alarm alarm) => alarm.Camera is { } camera ? $"Camera {camera}" : $"Device {report.Device}";

    /// <summary>One short clause without its subject: <c>is silent</c>.</summary>
    public static string Predicate(this AlarmCause cause) => cause switch
    {
        AlarmCause.HeartbeatLate => "is silent",
        AlarmCause.CameraDown => "sends no pictures",
        AlarmCause.CameraDark => "is dark",
        AlarmCause.CameraCovered => "is covered",
        AlarmCause.CameraDefocused => "is out of focus",
        AlarmCause.CameraMoved => "looks elsewhere",
        AlarmCause.Backlog => "cannot send fast enough",
        AlarmCause.DiskLow => "has little room on its disk",
        AlarmCause.Evicting => "gives up pictures for want of room",
        AlarmCause.DataBudget => "saves data and sends less",
        AlarmCause.ClockWrong => "has a wrong clock",
        AlarmCause.BatteryLow => "has little left in its battery",
        _ => "has too little voltage",
    };

    /// <summary>Whether no usable picture comes while it lasts.</summary>
    public static bool IsSilence(this AlarmCause cause) => cause is AlarmCause.HeartbeatLate or AlarmCause.CameraDown
        or AlarmCause.CameraDark or AlarmCause.CameraCovered or AlarmCause.CameraDefocused or AlarmCause.CameraMoved;

    /// <summary><c>45 s</c>, <c>14 min</c>, <c>3 h 20 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Spoken(TimeSpan duration) => duration switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalSeconds):0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalDays} d {duration.Hours} h"),
    };
}
