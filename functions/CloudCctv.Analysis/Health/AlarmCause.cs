using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Health;

/// <summary>What is wrong. Each has its own alarm.</summary>
[JsonConverter(typeof(AlarmCauseConverter))]
public enum AlarmCause
{
    /// <summary>Nothing is heard of the device; then nothing is known of its cameras either, and they have no alarms of their own.</summary>
    HeartbeatLate,

    CameraDown,

    CameraDark,

    CameraCovered,

    CameraDefocused,

    CameraMoved,

    /// <summary>Events have waited for the link too long.</summary>
    Backlog,

    DiskLow,

    /// <summary>Batches are given up for want of space.</summary>
    Evicting,

    /// <summary>Less is sent of each event than was asked for, because the month's data runs out.</summary>
    DataBudget,

    ClockWrong,

    UnderVoltage,

    /// <summary>It lives on its battery, and little is left in it.</summary>
    BatteryLow,
}

/// <summary>Causes as words: <c>"heartbeat-late"</c>.</summary>
internal sealed class AlarmCauseConverter() : JsonStringEnumConverter<AlarmCause>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
