using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Clips;

/// <summary>Where the clip of an event lies: beside its pictures, under names that no picture has.</summary>
public static class ClipName
{
    internal const string SumFile = "clip.sha256";

    /// <summary>The film: the device's bytes, never changed.</summary>
    public static ObjectName FilmOf(EventName eventName) => new($"{SightingName.FolderOf(eventName)}{ClipRecord.EntryName}");

    /// <summary>Its SHA-256, as <c>sha256sum -c</c> reads it. Written last: while it is there, the film is whole.</summary>
    public static ObjectName SumOf(EventName eventName) => new($"{SightingName.FolderOf(eventName)}{SumFile}");

    /// <returns>Null unless this is one of the two.</returns>
    internal static EventName? EventOf(ObjectName name) =>
        name.Value.StartsWith(SightingName.Prefix, StringComparison.Ordinal)
        && name.Value.LastIndexOf('/') is > 0 and var slash
        && name.Value[(slash + 1)..] is ClipRecord.EntryName or SumFile
        && EventName.TryParse(name.Value[SightingName.Prefix.Length..slash], out var eventName) ? eventName : null;

    internal static bool IsSum(ObjectName name) => name.Value.EndsWith($"/{SumFile}", StringComparison.Ordinal);
}
