namespace CloudCctv.Analysis.Alerts;

/// <summary>One way to tell people. Thread-safe. Faults of link, service or payload are told in the result, not thrown.</summary>
public interface IAlertChannel
{
    /// <summary>Unique among the channels of a system, and the same after a restart: what was sent is remembered under it.</summary>
    string Name { get; }

    /// <returns>False for what this channel does not pass on.</returns>
    bool Takes(AlertKind kind) => kind != AlertKind.Quarantined;

    /// <summary>Sends an alert. A repeat carries the same key, so that the other side can show it once.</summary>
    Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <param name="Alert">What happened.</param>
/// <param name="Text">The same for people, in their time zone.</param>
/// <param name="Link">Address of the event's page; null if the gallery's address is not known.</param>
/// <param name="Preview">A small JPEG with boxes; empty if it has been deleted since.</param>
public sealed record AlertMessage(Alert Alert, string Text, Uri? Link, ReadOnlyMemory<byte> Preview);

/// <param name="Verdict">What to do next.</param>
/// <param name="Detail">Why, in a few words without secrets; empty if it was delivered.</param>
/// <param name="RetryAfter">How long the other side asks to be left alone, if it said so.</param>
public readonly record struct AlertOutcome(AlertVerdict Verdict, string Detail, TimeSpan? RetryAfter = null)
{
    public static AlertOutcome Delivered => new(AlertVerdict.Delivered, "");
}

public enum AlertVerdict
{
    /// <summary>The other side has it: done.</summary>
    Delivered,

    /// <summary>The link, the service or the sign-in failed: back off and try again.</summary>
    TryLater,

    /// <summary>This alert will never be taken: do not send it again.</summary>
    Refused,
}
