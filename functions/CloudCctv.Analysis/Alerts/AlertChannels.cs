namespace CloudCctv.Analysis.Alerts;

/// <summary>The channels of an installation, by name. Thread-safe.</summary>
public sealed class AlertChannels(IEnumerable<IAlertChannel> channels)
{
    public IReadOnlyList<IAlertChannel> All { get; } = [.. channels];

    public IAlertChannel? Find(string name) => All.FirstOrDefault(channel => channel.Name == name);
}
