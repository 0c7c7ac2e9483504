using System.Collections.Concurrent;
using System.Diagnostics;
using CloudCctv.Analysis.Batches;
using CloudCctv.Contracts.Batches;
using CloudCctv.Demo;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>One run over one store.</summary>
internal sealed class WorkerFaultRun(Store store, StoreOptions options, FaultFeed feed, IReadOnlyList<string> steps, int seed, Action<string> progress) : IDisposable
{
    private const int Workers = 4;

    private const int ZipsWaiting = 16;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    private readonly TempFolder folder = new();
    private readonly Phone phone = new(_ => { });
    private readonly ConcurrentDictionary<string, int> killsAtSteps = new();
    private int kills;
    private int nextStep;

    /// <param name="options">Where; empty.</param>
    /// <param name="pictures">What the frames show.</param>
    /// <param name="seed">Of chance.</param>
    /// <param name="kills">How many.</param>
    /// <param name="clips">Whether some events send a clip.</param>
    /// <param name="progress">Told in between.</param>
    /// <param name="cancellationToken">Ends it, workers too.</param>
    public static async Task<WorkerVerdict> RunAsync(
        StoreOptions options, FaultPictures pictures, int seed, int kills, bool clips, Action<string> progress, CancellationToken cancellationToken)
    {
        var store = StoreFactory.Create(options, TimeProvider.System);
        await store.EnsureCreatedAsync(cancellationToken);
        using var run = new WorkerFaultRun(store, options, new FaultFeed(store, pictures, clips, new Random(seed)), StepsOf(clips), seed, progress);
        await run.KillAsync(kills, cancellationToken);
        await run.RestAsync(cancellationToken);
        return await run.JudgeAsync(cancellationToken);
    }

    /// <summary>Where workers can be killed.</summary>
    public static IReadOnlyList<string> StepsOf(bool clips) => clips ? [.. WorkerSteps.All, .. WorkerSteps.OfClips] : WorkerSteps.All;

    public void Dispose()
    {
        phone.Dispose();
        folder.Dispose();
    }

    private async Task KillAsync(int wanted, CancellationToken cancellationToken)
    {
        using var feeding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeder = FeedAsync(feeding.Token);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(slot => LiveAndDieAsync(slot, wanted, cancellationToken)));
        await feeding.CancelAsync();
        await feeder;
        await feed.EndAsync(cancellationToken);
    }

    /// <summary>Keeps some zips waiting, so that there is always work to be killed at.</summary>
    private async Task FeedAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                while (await CountAsync(StoreLayout.BatchPrefix, stop) < ZipsWaiting)
                {
                    // Not under the token: what is half put would be neither expected nor absent.
                    await feed.AddEventAsync(CancellationToken.None);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough kills.
        }
    }

    private async Task LiveAndDieAsync(int slot, int wanted, CancellationToken cancellationToken)
    {
        var random = new Random(HashCode.Combine(seed, slot));
        var worker = new DoomedWorker(folder.File($"server-{slot}"), Environment(random));
        for (int mine; (mine = Interlocked.Increment(ref kills)) <= wanted;)
        {
            if (mine % 2 == 0)
            {
                await worker.LiveAsync(random.Next(10) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(3000)), cancellationToken);
            }
            else
            {
                var step = steps[Interlocked.Increment(ref nextStep) % steps.Count];
                if (await worker.LiveUntilAsync($"{step}:{random.Next(1, 4)}", cancellationToken))
                {
                    killsAtSteps.AddOrUpdate(step, 1, (_, count) => count + 1);
                }
            }

            if (mine % 20 == 0)
            {
                progress($"{mine} kills, {feed.Batches} batches");
            }
        }

        Interlocked.Decrement(ref kills);
    }

    /// <summary>Four workers that nobody kills, until all is done.</summary>
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        progress("workers that live");
        var survivors = Enumerable.Range(0, Workers).Select(slot => new DoomedWorker(folder.File($"server-{slot}"), Environment(new Random(seed)))).ToList();
        var servers = survivors.Select(worker => worker.Start(step: null)).ToList();
        try
        {
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < Deadline && !await IsDoneAsync(cancellationToken))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.StopAsync();
                await server.DisposeAsync();
            }
        }
    }

    private async Task<bool> IsDoneAsync(CancellationToken cancellationToken) =>
        await CountAsync(StoreLayout.BatchPrefix, cancellationToken) == 0
        && await CountAsync("alerts/pending/", cancellationToken) == 0
        && await Patience.TryAsync(() => store.Queue.CountAsync(cancellationToken), cancellationToken) == 0;

    private Dictionary<string, string?> Environment(Random random) => new()
    {
        [StoreAddress.Variable] = options.Folder ?? options.ConnectionString,
        [StoreAddress.ContainerVariable] = options.Container,
        [StoreAddress.QueueVariable] = options.Queue,
        ["CLOUDCCTV__Alerts__Webhooks__0__Name"] = "phone",
        ["CLOUDCCTV__Alerts__Webhooks__0__Url"] = phone.Url,
        ["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = phone.Secret,
        ["CLOUDCCTV__Alerts__Lease"] = "00:01:00",
        ["CLOUDCCTV__Alerts__PollInterval"] = "00:00:05",
        ["CLOUDCCTV__Worker__Visibility"] = "00:00:10",
        ["CLOUDCCTV__Worker__IdlePoll"] = "00:00:00.5",
        ["CLOUDCCTV__Worker__Workers"] = random.Next(1, 3).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["CLOUDCCTV__Claims__Lease"] = "00:00:15",

        // Killed every few seconds, a worker takes all that it has in hand to one attempt more: innocents reach five.
        ["CLOUDCCTV__Claims__MaxAttempts"] = "30",
        ["CLOUDCCTV__Sweep__Interval"] = "00:00:10",
        ["CLOUDCCTV__Sweep__OlderThan"] = "00:01:00",
        ["CLOUDCCTV__Detector__Threads"] = "1",

        // What a track decides depends on which part of an event comes first, and here they come in any order.
        ["CLOUDCCTV__Cameras__0__Camera"] = "*",
        ["CLOUDCCTV__Cameras__0__MedianScore"] = "0",
        ["CLOUDCCTV__Cameras__0__LoneScore"] = "0",
        ["CLOUDCCTV__Cameras__0__LeaveOutStills"] = "false",
    };

    private async Task<WorkerVerdict> JudgeAsync(CancellationToken cancellationToken)
    {
        var found = await Patience.TryAsync(() => FaultCount.TakeAsync(store.Objects, cancellationToken), cancellationToken);
        var calls = phone.Alerts.Select(alert => alert.Event.ToString()).ToList();
        return new WorkerVerdict
        {
            Kills = kills,
            KillsAtSteps = killsAtSteps,
            Batches = feed.Batches,
            Messages = feed.Messages,
            MessagesLost = feed.MessagesLost,
            SightingsExpected = feed.Sightings.Count,
            SightingsLost = [.. feed.Sightings.Except(found.Sightings)],
            SightingsTwice = [.. found.Sightings.Except(feed.Sightings), .. found.NamedTwice],
            AlertsExpected = feed.Alerts.Count,
            AlertsLost = [.. feed.Alerts.Except(calls)],
            AlertsUnexpected = [.. calls.Except(feed.Alerts)],
            AlertRepeats = calls.Count - calls.Distinct().Count(),
            ZipsLeft = found.Zips,
            QuarantinedRightly = found.Quarantined.Intersect(feed.Hostile).Count(),
            QuarantinedWrongly = [.. found.Quarantined.Except(feed.Hostile), .. feed.Hostile.Except(found.Quarantined)],
            ClipsExpected = feed.Clips.Count,
            ClipsLost = [.. feed.Clips.Except(found.Clips)],
            ClipsUnexpected = [.. found.Clips.Except(feed.Clips)],
            Findings = await FaultCount.FsckAsync(folder.File("fsck"), Environment(new Random(seed)), cancellationToken),
        };
    }

    private Task<int> CountAsync(string prefix, CancellationToken cancellationToken) =>
        Patience.TryAsync(() => store.Objects.ListAsync(prefix, cancellationToken).CountAsync(cancellationToken).AsTask(), cancellationToken);
}
