using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Storage;
using Microsoft.Extensions.Hosting;

namespace CloudCctv.Gallery.Live;

/// <summary>Follows the newest sighting for pages that are open. Thread-safe.</summary>
internal sealed class LiveFeed(NewestSighting newest, IHostApplicationLifetime host, TimeProvider time)
{
    /// <summary>Name of the event that tells of a newer sighting; its data is the sighting's name.</summary>
    public const string Sighting = "sighting";

    /// <summary>Name of the event that tells that the line still stands.</summary>
    public const string Still = "still";

    private const int LooksPerSign = 10;

    // Then the page comes again, and is asked again whether it is signed in.
    private const int MaxLooks = 400;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1.5);

    public async Task<string> NewestAsync(CancellationToken cancellationToken) => (await newest.FindAsync(cancellationToken))?.ToString() ?? "";

    /// <summary>
    /// First the newest, at once, so that a page knows that it is being told; then whenever that changes, until either side goes or
    /// ten minutes are over.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A server that stops does not wait for pages that are open.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        string? told = null;
        for (var look = 0; look < MaxLooks && !end.IsCancellationRequested; look++)
        {
            var now = await LookAsync(cancellationToken) ?? told;
            if (now is not null && now != told)
            {
                yield return new SseItem<string>(told = now, Sighting);
            }
            else if (look % LooksPerSign == 0)
            {
                yield return new SseItem<string>("", Still);
            }

            await Task.Delay(BetweenLooks, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A link that is down is no reason to hang up: the next look may find it up again.
    private async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NewestAsync(cancellationToken);
        }
        catch (StoreUnreachableException)
        {
            return null;
        }
    }
}
