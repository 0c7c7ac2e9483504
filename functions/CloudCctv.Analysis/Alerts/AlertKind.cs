using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Alerts;

/// <summary>What an alert is about.</summary>
[JsonConverter(typeof(AlertKindConverter))]
public enum AlertKind
{
    /// <summary>Somebody, or something, was seen.</summary>
    Seen,

    /// <summary>Something was taken, or left, while something moved.</summary>
    ObjectChanged,

    /// <summary>A device or a camera is unwell, or well again.</summary>
    Health,

    /// <summary>Several late events, told together.</summary>
    Digest,

    /// <summary>A batch went to quarantine. For programs: people see it in the gallery.</summary>
    Quarantined,
}

/// <summary>Kinds as words: <c>"health"</c>.</summary>
internal sealed class AlertKindConverter() : JsonStringEnumConverter<AlertKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
