using System.Globalization;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.EventGrid;

namespace CloudCctv.Analysis.Health;

/// <summary>What people are told of an alarm, at each of its stages.</summary>
internal static class AlarmNotice
{
    /// <param name="report">Whose alarm it is.</param>
    /// <param name="alarm">The alarm.</param>
    /// <param name="stage">One of its stages.</param>
    public static Alert For(DeviceReport report, Alarm alarm, AlarmStages stage)
    {
        var sentence = $"{AlarmWords.Subject(report, alarm)} {alarm.Cause.Predicate()} ({report.Site})";
        var notice = new AlertNotice(KeyOf(report, alarm, stage), Title(sentence, stage), Text(alarm, stage), GalleryPath.Status, Facts(report, alarm, stage));
        return Alert.Of(AlertKind.Health, notice, report.Site, alarm.Camera ?? report.Device, alarm.Since);
    }

    // An underscore is in no site's name, so this is never the key of an event.
    private static string KeyOf(DeviceReport report, Alarm alarm, AlarmStages stage) => string.Create(
        CultureInfo.InvariantCulture,
        $"_health/{report.Name}/{alarm.OpenedAt:yyyyMMdd'T'HHmmss'Z'}-{alarm.Cause.Code()}{(alarm.Camera is null ? "" : $"@{alarm.Camera}")}-{Word(stage)}");

    private static string Title(string sentence, AlarmStages stage) => stage switch
    {
        AlarmStages.Opened => sentence,
        AlarmStages.Reminded => $"Still: {sentence}",
        _ => $"Over: {sentence}",
    };

    private static string Text(Alarm alarm, AlarmStages stage) => stage == AlarmStages.Closed
        ? $"Well again, after {AlarmWords.Spoken((alarm.ClosedAt ?? alarm.OpenedAt) - alarm.Since)}; since"
        : $"{alarm.Detail}; since";

    private static Dictionary<string, string> Facts(DeviceReport report, Alarm alarm, AlarmStages stage)
    {
        var facts = new Dictionary<string, string>
        {
            ["device"] = report.Device,
            ["cause"] = alarm.Cause.Code(),
            ["state"] = Word(stage),
            [AlertEvent.SilenceFact] = alarm.Cause.IsSilence() ? "true" : "false",
        };
        if (alarm.Camera is { } camera)
        {
            facts["camera"] = camera;
        }

        return facts;
    }

    private static string Word(AlarmStages stage) => stage.ToString().ToLowerInvariant();
}
