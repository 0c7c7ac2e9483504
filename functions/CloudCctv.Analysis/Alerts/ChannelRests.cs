using System.Collections.Concurrent;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Channels that have just failed are left alone for all alerts. Kept in memory: after a restart they are simply tried. Thread-safe.</summary>
internal sealed class ChannelRests(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> untilByChannel = new(StringComparer.Ordinal);

    public void Begin(string channel, DateTimeOffset until) => untilByChannel[channel] = until;

    public void End(string channel) => untilByChannel.TryRemove(channel, out _);

    /// <returns>Null if it is not resting.</returns>
    public DateTimeOffset? Until(string channel) =>
        untilByChannel.TryGetValue(channel, out var until) && until > time.GetUtcNow() ? until : null;
}
