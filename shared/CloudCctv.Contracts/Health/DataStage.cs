using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Contracts.Health;

/// <summary>How much of its events a camera sends, by what is left of its bytes of the month. Each stage saves more than the one before.</summary>
[JsonConverter(typeof(DataStageConverter))]
public enum DataStage
{
    /// <summary>All that the settings ask for.</summary>
    Full,

    /// <summary>Fewer frames of each event, further apart.</summary>
    FewerFrames,

    /// <summary>Of each event the first batch only, four pictures at most.</summary>
    FirstPictures,

    /// <summary>Of each event the first batch only, two small pictures at most. It never becomes less than that.</summary>
    SmallPictures,
}

/// <summary>Stages as words: <c>"fewerFrames"</c>.</summary>
internal sealed class DataStageConverter() : JsonStringEnumConverter<DataStage>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
