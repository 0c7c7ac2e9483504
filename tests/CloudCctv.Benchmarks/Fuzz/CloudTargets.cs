using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using CloudCctv.HostileBatches;
using CloudCctv.HostileBatches.Fuzz;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>The readers of the cloud side, put together as a host does over a folder of their own. One user at a time.</summary>
internal sealed class CloudTargets : IAsyncDisposable
{
    private const string Sidecar = """
        {"version":1,"event":"farm/gate/2026/11/20/073205123-4k7x9m2q","frame":"000001-073205123.jpg","time":"2026-11-20T07:32:05.123Z","width":64,"height":48,
        "detections":[{"label":"person","score":0.9,"box":{"left":0,"top":0,"right":1,"bottom":1}}],"model":{"name":"red","sha256":"aa"},
        "motion":{"score":0.25,"zones":["drive"]},"pictureSha256":"aa","manifestSha256":"bb","batch":"farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip","device":"pi-4"}
        """;

    private static readonly ObjectName Zip = new(StoreLayout.ObjectFor(RawBatch.DefaultName));

    private readonly TempFolder folder = new();
    private readonly Store store;
    private readonly ServiceProvider services;

    public CloudTargets()
    {
        var clock = new ManualTimeProvider(RawBatch.EventStart.AddSeconds(30));
        store = StoreFactory.Create(new StoreOptions { Folder = folder.Path }, clock);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(store)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IDetector>(new EveryPicture())
            .AddCloudCctvAnalysis(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        All = [new("batches", BatchMutations.Batch, HandleAsync), new("sidecars", random => JsonMutations.Some(Encoding.UTF8.GetBytes(Sidecar), random), ReadSidecarAsync), new("clips", MakeClip, HandleClipAsync), new("queue", MakeMessage, ReceiveAsync)];
    }

    public IReadOnlyList<FuzzTarget> All { get; }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A batch ends either in quarantine, as it came, or with frames that are those of its manifest; never half, never again.</summary>
    private async Task<string?> HandleAsync(byte[] zip)
    {
        await store.Objects.PutNewAsync(Zip, new MemoryStream(zip), CancellationToken.None);
        var outcome = await services.GetRequiredService<BatchHandler>().HandleAsync(CommitMessage.For(RawBatch.DefaultName), 1, CancellationToken.None);
        var left = await TakeAllAsync();
        return !outcome.IsDone ? $"not done: {outcome.Why}" : KeptFrames.Fault(zip, left);
    }

    // The film damaged and the batch around it made to fit, or the other way round.
    private static byte[] MakeClip(Random random)
    {
        var film = RawFilm.Sound();
        return random.Next(3) switch
        {
            0 => RawFilm.InBatch(ByteMutations.Some(film, random)).ToBytes(),
            1 => RawFilm.InBatch([.. film, .. ByteMutations.Some(RawFilm.Box("free", new byte[20]), random)]).ToBytes(),
            _ => ByteMutations.Some(RawFilm.InBatch(film).ToBytes(), random),
        };
    }

    /// <summary>A clip ends either in quarantine, as it came, or beside its pictures, byte for byte as it is in its batch and with its hash.</summary>
    private async Task<string?> HandleClipAsync(byte[] zip)
    {
        await store.Objects.PutAsync(new ObjectName($"flagged/{RawFilm.Batch.Event}/000001-073205123.json"), Encoding.UTF8.GetBytes(Sidecar), CancellationToken.None);
        await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(RawFilm.Batch)), new MemoryStream(zip), CancellationToken.None);
        var outcome = await services.GetRequiredService<BatchHandler>().HandleAsync(CommitMessage.For(RawFilm.Batch), 1, CancellationToken.None);
        var left = await TakeAllAsync();
        var place = $"flagged/{RawFilm.Batch.Event}";
        return (outcome.IsDone, left.GetValueOrDefault($"quarantine/{RawFilm.Batch}"), left.GetValueOrDefault($"{place}/clip.mp4")) switch
        {
            (false, _, _) => $"not done: {outcome.Why}",
            (_, { } kept, null) => kept.AsSpan().SequenceEqual(zip) ? null : "in quarantine with other bytes",
            (_, null, { } film) => zip.AsSpan().IndexOf(film) < 0 ? "a clip that is not in its batch"
                : Encoding.ASCII.GetString(left[$"{place}/clip.sha256"]) != $"{Convert.ToHexStringLower(SHA256.HashData(film))}  clip.mp4\n" ? "a clip with another hash"
                : null,
            _ => "neither set aside nor kept, or both",
        };
    }

    private async Task<string?> ReadSidecarAsync(byte[] json)
    {
        if (!SightingName.TryParse("farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123", out var name))
        {
            throw new InvalidOperationException("The name is sound.");
        }

        await store.Objects.PutAsync(name.Sidecar, json, CancellationToken.None);
        try
        {
            var read = await services.GetRequiredService<SightingStore>().ReadAsync(name, CancellationToken.None);
            return read!.Name == name && read.Detections.All(seen => seen.Label.Length > 0 && seen.Box.IsValid) ? null : "a sidecar that breaks a rule";
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A name behind its first line break, then the content.
    private static byte[] MakeMessage(Random random)
    {
        var name = $"20261120T0732051230000Z_{Guid.Empty:N}_0.msg";
        var spoiled = random.Next(2) == 0 ? name : new string([.. ByteMutations.Some(Encoding.ASCII.GetBytes(name), random).Select(b => b is (byte)'/' or < 33 or > 126 ? 'x' : (char)b)]);
        return [.. Encoding.ASCII.GetBytes(spoiled[..Math.Min(spoiled.Length, 200)]), (byte)'\n', .. JsonMutations.Some(Encoding.UTF8.GetBytes(CommitMessage.For(RawBatch.DefaultName)), random)];
    }

    private async Task<string?> ReceiveAsync(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        var queue = Directory.CreateDirectory(Path.Combine(folder.Path, "queue")).FullName;
        var file = Path.Combine(queue, Encoding.ASCII.GetString(bytes[..end]));
        try
        {
            await File.WriteAllBytesAsync(file, bytes[(end + 1)..]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No name for a file.
            return null;
        }

        try
        {
            while (await store.Queue.ReceiveAsync(TimeSpan.FromSeconds(30), CancellationToken.None) is { } item)
            {
                await services.GetRequiredService<BatchHandler>().HandleAsync(item.Body, item.DequeueCount, CancellationToken.None);
                await store.Queue.DeleteAsync(item, CancellationToken.None);
            }

            return null;
        }
        finally
        {
            File.Delete(file);
            await TakeAllAsync();
        }
    }

    /// <summary>Everything in the store, which is empty afterwards.</summary>
    private async Task<Dictionary<string, byte[]>> TakeAllAsync()
    {
        var all = new Dictionary<string, byte[]>();
        foreach (var found in await store.Objects.ListAsync("", CancellationToken.None).ToListAsync())
        {
            await using (var opened = await store.Objects.OpenReadAsync(found.Name, CancellationToken.None))
            {
                using var bytes = new MemoryStream();
                await opened!.Content.CopyToAsync(bytes);
                all[found.Name.Value] = bytes.ToArray();
            }

            await store.Objects.DeleteAsync(found.Name, CancellationToken.None);
        }

        return all;
    }
}
