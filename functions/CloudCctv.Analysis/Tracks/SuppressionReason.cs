using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Why a detection did not count.</summary>
[JsonConverter(typeof(SuppressionReasonConverter))]
public enum SuppressionReason
{
    /// <summary>Its score is below the camera's.</summary>
    Score,

    /// <summary>Too small or too large for this camera.</summary>
    Size,

    /// <summary>It stands in none of the camera's zones.</summary>
    Zone,

    /// <summary>It stands in one of the camera's masks.</summary>
    Mask,

    /// <summary>The second model sees nothing there.</summary>
    SecondModel,

    /// <summary>It has been at this place in event after event: a poster, a statue.</summary>
    Still,

    /// <summary>Over its track it was never sure enough.</summary>
    Track,

    /// <summary>It is no thing that was taken or left: a person stands or stood there.</summary>
    Person,
}

internal sealed class SuppressionReasonConverter() : JsonStringEnumConverter<SuppressionReason>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
