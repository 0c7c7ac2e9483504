using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Objects;

/// <summary>What was taken or left, in words.</summary>
internal static class ObjectWords
{
    private const string Both = $"{SceneChange.Removed} and {SceneChange.Left}";

    /// <summary>Who has found it: no model, but the comparison on the device.</summary>
    public static SightingModel Finder { get; } = new("structural similarity, on the device", "");

    /// <summary><c>removed</c>, <c>left</c> or <c>removed and left</c>.</summary>
    public static string LabelOf(Sighting sighting) => sighting.Detections.Select(one => one.Label).Distinct(StringComparer.Ordinal).ToList() is [var one] ? one : Both;

    /// <summary>The beginning of a sentence.</summary>
    public static string Title(string label) => label switch
    {
        SceneChange.Removed => "Something was taken",
        SceneChange.Left => "Something was left",
        _ => "Something was taken and something left",
    };

    /// <summary><c>1 thing</c>, <c>2 things</c>.</summary>
    public static string Count(int things) => things == 1 ? "1 thing" : $"{things} things";
}
