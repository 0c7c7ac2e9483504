using System.Globalization;

namespace CloudCctv.Analysis.Health;

/// <summary>
/// Heartbeats count evictions since the program's start and remember a low voltage until the computer's. This makes moments of
/// both: when did it last happen?
/// </summary>
public sealed record Incidents
{
    private const int LowNow = 0x1;
    private const int LowSinceStart = 0x10000;

    /// <summary>The counter as last seen.</summary>
    public long Evicted { get; init; }

    /// <summary>When it last rose; null if it never did.</summary>
    public DateTimeOffset? EvictedAt { get; init; }

    /// <summary>Whether the computer remembered a low voltage when last heard.</summary>
    public bool WasLow { get; init; }

    /// <summary>When the voltage was last found low; null if it never was.</summary>
    public DateTimeOffset? LowAt { get; init; }

    internal Incidents With(DeviceReport report)
    {
        if (report.Heartbeat is not { } heartbeat)
        {
            return this;
        }

        var evicted = heartbeat.Spool.Evicted;
        var bits = Bits(heartbeat.Throttled);
        var remembered = (bits & LowSinceStart) != 0;
        return new Incidents
        {
            Evicted = evicted,
            // Less than before: the program has begun anew, and counts from 0.
            EvictedAt = evicted > (evicted < Evicted ? 0 : Evicted) ? report.WrittenAt : EvictedAt,
            WasLow = remembered,
            LowAt = (bits & LowNow) != 0 || (remembered && !WasLow) ? report.WrittenAt : LowAt,
        };
    }

    private static int Bits(string? throttled) =>
        int.TryParse(throttled, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
}
