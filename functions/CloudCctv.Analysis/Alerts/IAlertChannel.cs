namespace CloudCctv.Analysis.Alerts;

/// <summary>One way to tell people. Thread-safe. Faults of link, service or payload are told in the result, not thrown.</summary>
public interface IAlertChannel
{
    /// <summary>Unique among the channels of a system, and the same after a restart: what was sent is remembered under it.</summary>
    string Name { get; }

    /// <returns>False for what this channel does not pass on.</returns>
    bool Takes(AlertKind kind) => kind != AlertKind.Quarantined;

    /// <summary>True if it can change what it has sent. Then it is given messages with <see cref="AlertMessage.IsUpdate"/>, too.</summary>
    bool TakesUpdates => false;

    /// <summary>False if each late event is to be told by itself, for readers who count: see <see cref="Digests.AlertDigests"/>.</summary>
    bool TakesDigests => true;

    /// <summary>Sends an alert. A repeat carries the same key, so that the other side can show it once.</summary>
    Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <param name="Alert">What happened.</param>
/// <param name="Text">The same for people, in their time zone.</param>
/// <param name="Link">Address of the event's page; null if the gallery's address is not known.</param>
/// <param name="Preview">A small JPEG with boxes; empty if it has been deleted since.</param>
public sealed record AlertMessage(Alert Alert, string Text, Uri? Link, ReadOnlyMemory<byte> Preview)
{
    /// <summary>True if this channel has told of the event before: it is to change that, and to disturb nobody again.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>True if nothing happened, and nothing of it is to stay where it is sent.</summary>
    public bool IsTest { get; init; }

    /// <summary>The <see cref="AlertOutcome.Receipt"/> of this channel's last attempt; null if there is none.</summary>
    public string? Receipt { get; init; }

    /// <summary>What can be done from the notification; empty if the gallery's address is not known.</summary>
    public IReadOnlyList<AlertAction> Actions { get; init; } = [];
}

/// <summary>Something that a person can set off from a notification.</summary>
/// <param name="Label">On the button: <c>Quiet 1 h</c>.</param>
/// <param name="Url">Where a POST sets it off, and a GET shows a page that asks. It is signed, ends, and lets its holder do nothing else.</param>
public sealed record AlertAction(string Label, Uri Url);

/// <param name="Verdict">What to do next.</param>
/// <param name="Detail">Why, in a few words without secrets; empty if it was delivered.</param>
/// <param name="RetryAfter">How long the other side asks to be left alone, if it said so.</param>
/// <param name="Receipt">What the channel wants to be given at the next attempt or update of this alert; null leaves what it had. No secrets.</param>
public readonly record struct AlertOutcome(AlertVerdict Verdict, string Detail, TimeSpan? RetryAfter = null, string? Receipt = null)
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

    /// <summary>There is nobody on this channel to be told.</summary>
    NoReceiver,
}
