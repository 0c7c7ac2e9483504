using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Contracts.Geometry;

/// <summary>Which way something went over a <see cref="CountingLine"/>.</summary>
[JsonConverter(typeof(CrossingDirectionConverter))]
public enum CrossingDirection
{
    /// <summary>From its left side to its right.</summary>
    In,

    /// <summary>From its right side to its left.</summary>
    Out,
}

/// <summary>Directions as words: <c>"in"</c>.</summary>
public sealed class CrossingDirectionConverter() : JsonStringEnumConverter<CrossingDirection>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

public static class CrossingDirectionWords
{
    /// <summary><c>in</c> or <c>out</c>.</summary>
    public static string Word(this CrossingDirection direction) => direction == CrossingDirection.In ? "in" : "out";
}
