using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.HostileBatches;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>
/// What devices would send, and what has to come of it: events of one to three batches, some batches hostile. Of each message
/// one to three copies go, in any order, some long after the batch is done; one in twelve never goes. With clips, every fourth event ends with one.
/// </summary>
internal sealed class FaultFeed(Store store, FaultPictures pictures, bool withClips, Random random)
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddMinutes(-2);

    private readonly List<string> outgoing = [];
    private readonly List<string> sent = [];

    public HashSet<string> Sightings { get; } = [];

    public HashSet<string> Alerts { get; } = [];

    public HashSet<string> Hostile { get; } = [];

    /// <summary>Events whose clip has to be kept: somebody is in their pictures.</summary>
    public HashSet<string> Clips { get; } = [];

    public int Batches { get; private set; }

    public int Messages { get; private set; }

    public int MessagesLost { get; private set; }

    /// <summary>Puts one event into the store and some messages, of this event or others, into the queue.</summary>
    public async Task AddEventAsync(CancellationToken cancellationToken)
    {
        var eventName = EventName.New("farm", $"cam-{random.Next(6)}", Start.AddMilliseconds(Batches * 37), random);
        for (var part = 1; part <= random.Next(1, 4); part++)
        {
            await AddBatchAsync(new BatchName(eventName, part), cancellationToken);
        }

        if (withClips && random.Next(4) == 0)
        {
            await AddClipAsync(new BatchName(eventName, BatchName.ClipPart), cancellationToken);
        }

        while (outgoing.Count > 6)
        {
            await SendOneAsync(cancellationToken);
        }

        if (sent.Count > 20 && random.Next(4) == 0)
        {
            await SendAsync(sent[random.Next(sent.Count)], cancellationToken);
        }
    }

    /// <summary>Sends what is held back.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        while (outgoing.Count > 0)
        {
            await SendOneAsync(cancellationToken);
        }
    }

    private async Task AddBatchAsync(BatchName name, CancellationToken cancellationToken)
    {
        var batch = new BatchMaker(name);
        var isHostile = random.Next(15) == 0;
        for (var frame = 0; frame < random.Next(1, 4); frame++)
        {
            var hasPerson = random.Next(3) > 0;
            batch.With(Pick(hasPerson ? pictures.WithPerson : pictures.Empty));
            if (hasPerson && !isHostile)
            {
                Sightings.Add($"{name.Event}/{batch.FrameNamed(frame).Stem}");
                Alerts.Add(name.Event.ToString());
            }
        }

        var zip = batch.ToZip();
        if (isHostile)
        {
            Hostile.Add(name.ToString());
            zip = zip[..(zip.Length / 2)];
        }

        await PutAsync(name, zip, cancellationToken);
    }

    private Task AddClipAsync(BatchName name, CancellationToken cancellationToken)
    {
        if (Alerts.Contains(name.Event.ToString()))
        {
            Clips.Add(name.Event.ToString());
        }

        return PutAsync(name, RawFilm.InBatch(RawFilm.Sound(dataBytes: 50_000), name).ToBytes(), cancellationToken);
    }

    private async Task PutAsync(BatchName name, byte[] zip, CancellationToken cancellationToken)
    {
        var target = new ObjectName(StoreLayout.ObjectFor(name));
        await Patience.TryAsync(() => store.Objects.PutNewAsync(target, new MemoryStream(zip), cancellationToken), cancellationToken);
        Batches++;
        Announce(CommitMessage.For(name));
    }

    private void Announce(string message)
    {
        if (random.Next(12) == 0)
        {
            MessagesLost++;
            return;
        }

        outgoing.AddRange(Enumerable.Repeat(message, random.Next(1, 4)));
    }

    private Task SendOneAsync(CancellationToken cancellationToken)
    {
        var at = random.Next(outgoing.Count);
        var message = outgoing[at];
        outgoing.RemoveAt(at);
        return SendAsync(message, cancellationToken);
    }

    private async Task SendAsync(string message, CancellationToken cancellationToken)
    {
        await Patience.TryAsync(async () =>
        {
            await store.Queue.SendAsync(message, cancellationToken);
            return true;
        }, cancellationToken);
        sent.Add(message);
        Messages++;
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
