using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>The browsers that want to be told. Thread-safe, over processes too.</summary>
public sealed class PushSubscriptions(IObjectStore store, WebPushOptions options, TimeProvider time)
{
    public const string Prefix = "alerts/push/";

    /// <summary>The most that are kept: of a family or a firm, not of a public.</summary>
    public const int Most = 50;

    private const string Suffix = ".json";

    /// <summary>Adds what a browser's <c>PushManager.subscribe</c> gave; the same endpoint again takes the place of its old one.</summary>
    /// <returns>The subscription's id.</returns>
    /// <exception cref="PushSubscriptionException">It cannot be taken, or there are too many; the message says why.</exception>
    public async Task<string> AddAsync(Uri endpoint, string p256dh, string auth, string label, CancellationToken cancellationToken)
    {
        var added = new PushSubscription { Endpoint = endpoint, P256dh = p256dh, Auth = auth, Label = label.Trim(), AddedAt = time.GetUtcNow() };
        if (added.FindFault(options.AllowPrivateAddresses) is { } fault)
        {
            throw new PushSubscriptionException(fault);
        }

        var others = await ListAsync(cancellationToken).Where(one => one.Id != added.Id).CountAsync(cancellationToken);
        if (others >= Most)
        {
            throw new PushSubscriptionException($"There are {others} subscriptions already, and at most {Most} are kept: remove one first.");
        }

        await store.PutJsonAsync(NameOf(added.Id), added, PushSubscriptionJson.Default.PushSubscription, cancellationToken);
        return added.Id;
    }

    /// <summary>All of them, in no order that means anything. One that cannot be read is left out.</summary>
    public async IAsyncEnumerable<PushSubscription> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            if (await ReadAsync(found.Name, cancellationToken) is { } subscription)
            {
                yield return subscription;
            }
        }
    }

    /// <returns>True if it was there.</returns>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        id.All(char.IsAsciiHexDigitLower) && id.Length > 0 && await store.DeleteAsync(NameOf(id), cancellationToken);

    private async Task<PushSubscription?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(name, PushSubscriptionJson.Default.PushSubscription, cancellationToken))?.Value;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ObjectName NameOf(string id) => new($"{Prefix}{id}{Suffix}");
}
